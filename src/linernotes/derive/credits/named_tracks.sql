-- What release_credit_tracks is resolved from: one row per credit of an owned or wanted release
-- that names tracks.
with
    listed as (
        select release_id from collection_items
        union
        select release_id from wantlist_items
    )
select distinct c.release_id, c.position, c.tracks
from release_credits as c
inner join listed as l on l.release_id = c.release_id
where c.tracks is not null
order by c.release_id, c.position
