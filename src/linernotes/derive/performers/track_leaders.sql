-- One row per track of playing_tracks and artist who leads it: its own artists, else its parent's, else the release's
-- main artists. No pseudo-artists, no names without an id: a track that names only these has no leaders.
with
    main_artists as (
        select distinct release_id, artist_id from release_artists where artist_id is not null and position < 100
    ),
    leaders as (
        select distinct t.release_id, t.track_no, a.artist_id, true as is_own
        from playing_tracks as t
        inner join release_track_artists as a on a.release_id = t.release_id and a.track_no = t.artists_no
        where a.role is null and a.position < 100 and a.artist_id is not null
        union all
        select t.release_id, t.track_no, m.artist_id, false
        from playing_tracks as t
        inner join main_artists as m on m.release_id = t.release_id
        where t.artists_no is null
    )
select release_id, track_no, artist_id, is_own
from leaders
where artist_id not in (194, 355, 118760)
