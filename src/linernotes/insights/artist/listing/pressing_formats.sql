-- One row per carrier of a release whose formats are known, and album that a document or a list names for the release
-- (NULL where none does): how the carrier is described.
with
    of_masters as (
        select release_id, master_id from release where master_id is not null
        union
        select release_id, master_id from collection_items where master_id is not null
        union
        select release_id, master_id from wantlist_items where master_id is not null
    )
select f.release_id, m.master_id, f.descriptions
from release_formats as f
left join of_masters as m on m.release_id = f.release_id
where f.descriptions is not null
