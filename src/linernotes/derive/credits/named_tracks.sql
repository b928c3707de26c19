-- What release_credit_tracks is resolved from: one row per credit of an owned release that names tracks.
with owned as (select distinct release_id from collection_items)
select distinct c.release_id, c.position, c.tracks
from release_credits as c
inner join owned as o on o.release_id = c.release_id
where c.tracks is not null
order by c.release_id, c.position
