-- One row per (owned release, relation) of one artist: in which roles and on which tracks (NULL = the whole release).
select release_id, relation, roles, tracks
from artist_release_roles
where artist_id = $1 and release_id in (select release_id from collection_items)
order by release_id, relation desc
