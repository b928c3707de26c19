-- One row per copy on the shelf: what a download has besides what pages keep in memory and `download_words`.
select c.instance_id, r.released, c.notes
from collection_items as c
left join release as r on r.release_id = c.release_id
