-- One row per track of playing_tracks on which credits that name no track perform: it has no artists of its own, or one
-- of the release's main artists is among them.
with
    main_artists as (
        select distinct release_id, artist_id from release_artists where artist_id is not null and position < 100
    )
select release_id, track_no from playing_tracks where artists_no is null
union
select t.release_id, t.track_no
from playing_tracks as t
inner join release_track_artists as a on a.release_id = t.release_id and a.track_no = t.artists_no
inner join main_artists as m on m.release_id = t.release_id and m.artist_id = a.artist_id
where a.role is null and a.position < 100
