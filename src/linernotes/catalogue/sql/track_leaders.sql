-- One row per track with artists of its own, or of the line that it belongs to, and leader of it; of the releases from
-- $first to $last.
with
    own as (
        select distinct release_id, track_no, artist_id
        from release_track_artists
        where role is null and release_id between $first and $last
    ),
    naming as (select distinct release_id, track_no from own),
    lines as (
        select t.release_id, t.track_no, coalesce(n.track_no, t.parent_track_no) as led_at
        from release_tracks as t
        left join naming as n on n.release_id = t.release_id and n.track_no = t.track_no
        where t.release_id between $first and $last
    )
select l.release_id, l.track_no, o.artist_id
from lines as l
inner join own as o on o.release_id = l.release_id and o.track_no = l.led_at
