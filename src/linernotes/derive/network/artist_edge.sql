-- One row per two related artists, lower id first (related_artists.sql), and one from "me" (0) to every collected
-- artist. Both are in artist_vertex: pruning has left out the others.
with
    owned as (
        select
            c.instance_id,
            c.release_id,
            case when r.master_id is null then -c.release_id else r.master_id end as album_id
        from collection_items as c
        left join release as r on r.release_id = c.release_id
    ),
    mine as (
        select ra.artist_id, o.instance_id, o.album_id
        from release_artists as ra
        inner join owned as o on o.release_id = ra.release_id
        where ra.artist_id is not null and ra.artist_id not in (194, 355, 118760)
    ),
    my_copies as (select artist_id, count(distinct instance_id) as weight from mine group by artist_id),
    my_albums as (select artist_id, count(distinct album_id) as albums from mine group by artist_id),
    edges as (
        select lower_id as artist_id_from, higher_id as artist_id_to, albums, weight, relation_types
        from related_artists
        union all
        select cast(0 as bigint), c.artist_id, cast(a.albums as integer), cast(c.weight as double), cast([] as varchar[])
        from my_copies as c
        inner join my_albums as a on a.artist_id = c.artist_id
    )
select e.artist_id_from, e.artist_id_to, e.albums, e.weight, e.relation_types
from edges as e
inner join artist_vertex as f on f.artist_id = e.artist_id_from
inner join artist_vertex as t on t.artist_id = e.artist_id_to
order by e.artist_id_from, e.artist_id_to
