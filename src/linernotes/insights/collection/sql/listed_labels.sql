-- One row per label and catalogue number of an owned or wanted release, in Discogs' order; its "none" is no number.
select
    release_id,
    label_id,
    name,
    case when lower(catalog_number) != 'none' then catalog_number end as catalog_number
from release_labels
where release_id in (select release_id from collection_items union select release_id from wantlist_items)
order by release_id, position
