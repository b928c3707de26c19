-- One row per line-up of three musicians or more that made several albums of the shelf: who, and which albums.
-- Musicians are main artists who are persons and everyone credited in music-making roles; albums are masters, or
-- releases that have none, each told by its oldest pressing here.
with
    owned as (
        select
            c.release_id,
            case when r.master_id is null then -c.release_id else r.master_id end as album_id,
            r.title
        from collection_items as c
        inner join release as r on r.release_id = c.release_id
    ),
    pressings as (select album_id, min(release_id) as release_id from owned group by album_id),
    credited as (
        select p.album_id, p.release_id, arr.artist_id, arr.relation, unnest(arr.roles) as role
        from pressings as p
        inner join artist_release_roles as arr on arr.release_id = p.release_id
        where cardinality(arr.roles) > 0
    ),
    makers as (
        select distinct c.album_id, c.release_id, c.artist_id
        from credited as c
        inner join role as r on r.role = c.role
        where r.as_edge and c.artist_id not in (194, 355, 118760)
    ),
    lineups as (
        select album_id, release_id, array_sort(array_agg(distinct artist_id)) as members
        from makers
        group by album_id, release_id
    ),
    shared as (
        select members, array_sort(array_agg(distinct release_id)) as releases
        from lineups
        where cardinality(members) >= 3
        group by members
    )
select members, releases
from shared
where cardinality(releases) > 1
order by cardinality(members) desc, members
