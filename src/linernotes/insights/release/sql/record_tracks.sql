-- One row per line of a release's track list: tracks, headings, index tracks, and their sub-tracks right after them.
select track_no, parent_track_no, position, type, title, duration, duration_seconds
from release_tracks
where release_id = $1
order by track_no
