-- One row per copy (out of those asked for) and field that is filled in for it.
select instance_id, field_id, field, value
from collection_item_fields
where array_contains(cast($1 as bigint[]), instance_id)
order by instance_id, field_id
