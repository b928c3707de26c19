-- The track lists of masters from a dump. A dump has none: a master's list is that of its main release.
-- One row per (master_id, track_no).
with
    untold as (
        select master_id, main_release_id
        from master
        where source like 'dump:%' and master_id not in (select master_id from master_tracks)
    )
select
    untold.master_id,
    release_tracks.track_no,
    release_tracks.parent_track_no,
    release_tracks.position,
    release_tracks.type,
    release_tracks.title,
    release_tracks.duration,
    release_tracks.duration_seconds
from untold
join release_tracks on release_tracks.release_id = untold.main_release_id
