-- One row per copy of a release on the shelf and field that is filled in for it; a copy without any has one row.
with asked as (select cast(? as bigint) as release_id)
select c.instance_id, c.folder_id, c.folder, c.added_at, c.rating, f.field_id, f.field, f.value
from collection_items as c
inner join asked as a on a.release_id = c.release_id
left join collection_item_fields as f on f.instance_id = c.instance_id
order by c.added_at nulls last, c.instance_id, f.field_id
