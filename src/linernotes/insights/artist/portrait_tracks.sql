-- One row per track of the releases asked for: its title.
select release_id, track_no, title
from release_tracks
where release_id in (select unnest(cast($1 as bigint[]))) and title is not null
