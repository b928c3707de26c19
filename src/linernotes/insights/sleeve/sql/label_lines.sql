-- One row per line of a release that names the label. Its catalogue number "none" is no number.
select
    release_id,
    name,
    case when lower(catalog_number) <> 'none' then catalog_number end as catalog_number,
    cast(null as varchar) as task
from release_labels
where label_id = $1
order by release_id, position
