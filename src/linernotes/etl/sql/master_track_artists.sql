-- Who plays on the tracks of masters that a dump gave: as on the main release, as the track list is.
-- One row per (master_id, track_no, position, role_no). Runs before master_tracks, since
-- it takes masters of dumps that have no tracks yet.
with
    untold as (
        select master_id, main_release_id
        from master
        where source like 'dump:%' and master_id not in (select master_id from master_tracks)
    )
select
    untold.master_id,
    release_track_artists.track_no,
    release_track_artists.position,
    release_track_artists.role_no,
    release_track_artists.artist_id,
    release_track_artists.name,
    release_track_artists.name_variation,
    release_track_artists.join_phrase,
    release_track_artists.role,
    release_track_artists.role_detail,
    release_track_artists.role_text
from untold
join release_track_artists on release_track_artists.release_id = untold.main_release_id
