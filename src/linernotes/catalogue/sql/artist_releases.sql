-- One row per artist and release that names it, of the releases from $first to $last. `part` is its part of all artists.
with
    named as (
        select release_id, artist_id, 1 as is_main, cast(null as varchar) as role
        from release_artists
        where artist_id is not null and release_id between $first and $last
        union
        select release_id, artist_id, 0, role
        from release_credits
        where artist_id is not null and release_id between $first and $last
        union
        select release_id, artist_id, 0, role
        from release_track_artists
        where artist_id is not null and release_id between $first and $last
    ),
    together as (
        select release_id, artist_id, max(is_main) as is_main, array_agg(role) filter (where role is not null) as roles
        from named
        group by release_id, artist_id
    )
select
    t.artist_id,
    t.release_id,
    coalesce(r.master_id, -r.release_id) as album_id,
    t.is_main = 1 as is_main,
    coalesce(array_sort(t.roles), cast([] as varchar[])) as roles,
    r.title,
    r.year,
    r.country
from together as t
inner join release as r on r.release_id = t.release_id
where r.release_id between $first and $last
