-- One row per field of the collector's own, in the collector's order; 1, 2 and 3 are the conditions and the notes.
select field_id, name, type, options
from collection_fields
where field_id not in (1, 2, 3)
order by position, field_id
