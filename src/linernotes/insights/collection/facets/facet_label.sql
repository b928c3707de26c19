-- One row per owned release and label: the id, or '~' and the name where there is none.
select
    release_id,
    coalesce(cast(label_id as varchar), '~' || name) as value,
    min(coalesce(name, 'Label ' || label_id)) as label
from release_labels
where release_id in (select release_id from collection_items) and (label_id is not null or name is not null)
group by 1, 2
