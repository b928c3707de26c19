-- One row per (artist, role) that a release borrows, and that it does not credit itself, whole or on a track. In the
-- columns of record_people.sql.
with
    own as (
        select artist_id, name, role from release_credits where release_id = $1
        union
        select artist_id, name, role from release_track_artists where release_id = $1
    )
select
    'credit' as kind,
    cast(null as integer) as track_no,
    b.position,
    b.artist_id,
    b.name,
    b.name_variation,
    cast(null as varchar) as join_phrase,
    b.role,
    b.role_detail,
    cast(null as varchar) as tracks,
    coalesce(r.category, 'unknown') as category,
    coalesce(r.performs, false) as performs
from release_borrowed_credits as b
left join own as o
    on o.role = b.role and (o.artist_id = b.artist_id or (b.artist_id is null and o.artist_id is null and o.name = b.name))
left join role as r on r.role = b.role
where b.release_id = $1 and o.role is null
order by b.position, b.role_no
