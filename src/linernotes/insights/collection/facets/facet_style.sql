-- One row per owned release and style.
select distinct release_id, style as value, style as label
from release_styles
where release_id in (select release_id from collection_items)
