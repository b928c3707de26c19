-- One row per time that Discogs was asked what the collection is worth, the newest first.
select loaded_at, items, minimum, median, maximum, currency
from collection_value
order by loaded_at desc
