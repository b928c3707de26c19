-- One row per identity and track of playing_tracks that is its own, or one of its groups', on a release by Various
-- or another pseudo-artist: it leads the track. A group leads, though it performs by its members.
with
    by_various as (
        select distinct ra.release_id
        from release_artists as ra
        inner join collection_items as c on c.release_id = ra.release_id
        where ra.artist_id in (194, 355, 118760)
    ),
    led as (
        select distinct l.release_id, l.track_no, a.identity_id
        from track_leaders as l
        inner join by_various as v on v.release_id = l.release_id
        inner join artist as a on a.artist_id = l.artist_id
    )
select release_id, track_no, identity_id from led
union
select l.release_id, l.track_no, m.member_identity
from led as l
inner join memberships as m on m.group_identity = l.identity_id
