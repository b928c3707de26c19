-- One row per track of playing_tracks and line whose credits hold for it: itself, and its parent.
select release_id, track_no, track_no as source_no from playing_tracks where track_no >= 0
union all
select release_id, track_no, parent_track_no from playing_tracks where parent_track_no is not null
