-- One row per track that can be heard of the releases asked for (those with sub-tracks are not): what to call it.
with
    asked as (select unnest(cast($1 as bigint[])) as release_id),
    listed as (
        select t.release_id, t.track_no, t.parent_track_no, t.type, t.title, t.position
        from release_tracks as t
        where t.release_id in (select release_id from asked)
    )
select t.release_id, t.track_no, coalesce(t.title, t.position, 'track ' || (t.track_no + 1)) as title
from listed as t
left join (select distinct release_id, parent_track_no from listed) as p
    on p.release_id = t.release_id and p.parent_track_no = t.track_no
where t.type = 'track' and p.release_id is null
order by t.release_id, t.track_no
