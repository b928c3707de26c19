-- One row per track of some releases, in the order of the record: what a listen of it says.
select
    r.release_id,
    r.title as record,
    t.track_no,
    t.title as track,
    t.duration_seconds as seconds,
    a.artist_id,
    a.name,
    a.name_variation,
    a.join_phrase
from release as r
left join release_tracks as t on t.release_id = r.release_id and t.type = 'track'
left join release_track_artists as a
    on a.release_id = t.release_id and a.track_no = t.track_no and a.role is null and a.role_no = 0
where r.release_id in (select unnest(cast(? as bigint[])))
order by r.release_id, t.track_no, a.position
