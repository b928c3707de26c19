-- Which are the longest pieces on your shelf?
select t.release_id, r.title as record, t.title as track, t.duration
from release_tracks as t
join release as r on r.release_id = t.release_id
where t.type = 'track' and t.release_id in (select release_id from collection_items)
order by t.duration_seconds desc nulls last, record, track
limit 25
