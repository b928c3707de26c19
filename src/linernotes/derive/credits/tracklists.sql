-- The tracklists against which credits are resolved: one row per line, of owned and wanted releases whose credits name
-- tracks.
with
    listed as (
        select release_id from collection_items
        union
        select release_id from wantlist_items
    ),
    naming as (select distinct release_id from release_credits where tracks is not null)
select t.release_id, t.track_no, t.parent_track_no, t.position, t.type, t.title
from release_tracks as t
inner join listed as l on l.release_id = t.release_id
inner join naming as n on n.release_id = t.release_id
order by t.release_id, t.track_no
