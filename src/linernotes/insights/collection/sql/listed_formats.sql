-- One row per format of an owned or wanted release, in Discogs' order.
select release_id, name, quantity, descriptions, text
from release_formats
where release_id in (select release_id from collection_items union select release_id from wantlist_items)
order by release_id, position
