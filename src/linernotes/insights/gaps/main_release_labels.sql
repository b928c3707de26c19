-- One row per given release and label on it that is known here, in the order of the sleeve; its "none" is no number.
select
    release_id,
    label_id,
    name,
    case when lower(catalog_number) != 'none' then catalog_number end as catalog_number
from release_labels
where array_contains(cast(? as bigint[]), release_id)
order by release_id, position
