-- One row per copy and field of the collector's own that is filled in; 1, 2 and 3 are the conditions and the notes.
select instance_id, field_id, coalesce(field, 'Field ' || field_id) as name, value
from collection_item_fields
where field_id not in (1, 2, 3) and value is not null and trim(value) <> ''
order by instance_id, field_id
