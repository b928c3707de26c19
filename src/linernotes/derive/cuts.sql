-- Releases that name more people than relations are made of, which would take the square of their number: one row per
-- release and kind. The numbers are those of artist_relations.sql. Nothing is left out of the releases' own tables.
with
    owned as (select distinct release_id from collection_items),
    named as (
        select release_id, 'main artists' as what, position, 100 as most from release_artists
        union all
        select release_id, 'credits', position, 5000 from counted_credits
        union all
        select release_id, 'artists and credits of one track', position, case when role is null then 100 else 5000 end
        from release_track_artists
    )
select n.release_id, n.what, n.most, max(n.position) + 1 as listed
from named as n
inner join owned as o on o.release_id = n.release_id
where n.position >= n.most
group by n.release_id, n.what, n.most
order by n.release_id, n.what, n.most
