-- One row per (artist, owned release, relation): in which roles, and whether that makes music (a main artist's does, a
-- track's own, and roles that do). Pseudo-artists are nobody.
with
    roles as (
        select artist_id, release_id, relation, unnest(roles) as role
        from artist_release_roles
        where cardinality(roles) > 0
    ),
    playing as (
        select distinct r.artist_id, r.release_id, r.relation
        from roles as r
        inner join role as k on k.role = r.role
        where k.as_edge
    )
select
    h.artist_id,
    h.release_id,
    h.roles,
    h.relation in ('main', 'track') or p.artist_id is not null as makes_music
from artist_release_roles as h
left join playing as p
    on p.artist_id = h.artist_id and p.release_id = h.release_id and p.relation = h.relation
where h.artist_id not in (194, 355, 118760)
    and h.release_id in (select release_id from collection_items)
order by h.release_id, h.artist_id, h.relation desc
