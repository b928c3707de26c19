-- One row per owned release and genre.
select distinct release_id, genre as value, genre as label
from release_genres
where release_id in (select release_id from collection_items)
