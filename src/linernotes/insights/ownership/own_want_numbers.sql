-- One row per label and catalogue number of a wanted release.
select release_id, name, catalog_number
from release_labels
where
    release_id in (select release_id from wantlist_items)
    and catalog_number is not null
    and lower(catalog_number) != 'none'
order by release_id, position
