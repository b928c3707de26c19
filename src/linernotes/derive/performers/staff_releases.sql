-- One row per identity, kind of work and owned release: see the table's comment.
-- Producers are those whose production makes music; who ran the tape or the desk is an engineer, who cut the lacquer not.
with
    working as (
        select role, case when category = 'production' then 'production' else 'engineering' end as work
        from role
        where (category = 'production' and as_edge)
            or (category = 'technical' and subcategory in ('engineering', 'recording', 'mixing'))
    ),
    parts as (
        select c.release_id, t.track_no, c.artist_id, c.role
        from counted_credits as c
        left join release_credit_tracks as t on t.release_id = c.release_id and t.position = c.position
        where c.artist_id is not null
        union
        select release_id, track_no, artist_id, role from release_track_artists where artist_id is not null
    ),
    staff as (
        select distinct a.identity_id, w.work, p.release_id, p.artist_id, p.role
        from parts as p
        inner join working as w on w.role = p.role
        inner join owned_albums as o on o.release_id = p.release_id
        inner join artist as a on a.artist_id = p.artist_id
        left join own_albums as n on n.album_id = o.album_id and n.identity_id = a.identity_id
        left join own_tracks as t
            on t.release_id = p.release_id and t.track_no = p.track_no and t.identity_id = a.identity_id
        where n.album_id is null and t.release_id is null and p.artist_id not in (194, 355, 118760)
    ),
    names as (
        select identity_id, work, release_id, array_sort(array_agg(distinct artist_id)) as artists
        from staff
        group by identity_id, work, release_id
    ),
    roles as (
        select identity_id, work, release_id, array_sort(array_agg(distinct role)) as roles
        from staff
        group by identity_id, work, release_id
    )
select n.identity_id, n.work, n.release_id, n.artists, r.roles
from names as n
inner join roles as r on r.identity_id = n.identity_id and r.work = n.work and r.release_id = n.release_id
order by n.identity_id, n.work, n.release_id
