-- One row per owned release, with its album: its master, or minus its own id where it has none.
select distinct
    c.release_id,
    case when r.master_id is null then -c.release_id else r.master_id end as album_id
from collection_items as c
left join release as r on r.release_id = c.release_id
