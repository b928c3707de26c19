with letters as (
    select distinct upper(regexp_replace(catalog_number, '[^\p{L}\p{N}]', '', 'g')) as catalog_number, release_id
    from release_labels
    where catalog_number is not null and lower(catalog_number) <> 'none'
)
select catalog_number, release_id
from letters
where catalog_number <> ''
order by catalog_number, release_id
