-- One row per line-up of three musicians or more that made several albums of the shelf: who, and which albums.
-- Musicians are everyone credited in music-making roles, the main artists, and the artists of tracks. Known groups
-- are not musicians, unless a music-making role credits them. Albums are masters, or releases that have none.
-- The oldest pressing here stands for its album: that of the earliest year, of several the lowest id.
-- The line-up is that pressing's alone.
with
    owned as (
        select distinct
            c.release_id,
            case when r.master_id is null then -c.release_id else r.master_id end as album_id,
            r.year
        from collection_items as c
        inner join release as r on r.release_id = c.release_id
    ),
    placed as (
        select
            release_id,
            row_number() over (partition by album_id order by year nulls last, release_id) as place
        from owned
    ),
    known as (
        select arr.release_id, arr.artist_id, arr.relation, arr.roles
        from placed as p
        inner join artist_release_roles as arr on arr.release_id = p.release_id
        where p.place = 1 and arr.artist_id not in (194, 355, 118760)
    ),
    credited as (
        select release_id, artist_id, unnest(roles) as role
        from known
        where cardinality(roles) > 0
    ),
    makers as (
        select c.release_id, c.artist_id
        from credited as c
        inner join role as r on r.role = c.role
        where r.as_edge
        union
        select k.release_id, k.artist_id
        from known as k
        inner join artist as a on a.artist_id = k.artist_id
        where k.relation in ('main', 'track') and a.is_group is not true
    ),
    lineups as (
        select release_id, array_sort(array_agg(distinct artist_id)) as members
        from makers
        group by release_id
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
