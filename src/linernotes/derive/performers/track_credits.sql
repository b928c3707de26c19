-- One row per track of playing_tracks, artist and role that performs, of the credits that stand on the track or name it.
-- Of one list of names the first 5,000 credits count; cuts.sql says where there are more.
with performing as (select role from role where performs)
select s.release_id, s.track_no, a.artist_id, a.role
from track_sources as s
inner join release_track_artists as a on a.release_id = s.release_id and a.track_no = s.source_no
inner join performing as p on p.role = a.role
where a.position < 5000 and a.artist_id is not null
union
select s.release_id, s.track_no, c.artist_id, c.role
from counted_credits as c
inner join performing as p on p.role = c.role
inner join release_credit_tracks as t on t.release_id = c.release_id and t.position = c.position
inner join track_sources as s on s.release_id = t.release_id and s.source_no = t.track_no
where c.position < 5000 and c.artist_id is not null
