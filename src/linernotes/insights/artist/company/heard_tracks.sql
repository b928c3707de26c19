-- One row per line of the track lists of the releases asked for.
select release_id, track_no, parent_track_no, type, coalesce(title, position) as title
from release_tracks
where release_id in (select unnest(cast($1 as bigint[])))
order by release_id, track_no
