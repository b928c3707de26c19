-- One row per (release, relation) of one artist: in which roles and on which tracks (NULL = the whole release). In no order,
-- and of releases that are not owned, too: to leave them out here takes as long as to read them.
select release_id, relation, roles, tracks
from artist_release_roles
where artist_id = $1
