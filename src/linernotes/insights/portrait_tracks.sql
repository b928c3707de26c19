-- One row per track of the releases asked for: its title.
select release_id, track_no, title
from release_tracks
where array_contains(cast($1 as bigint[]), release_id) and title is not null
order by release_id, track_no
