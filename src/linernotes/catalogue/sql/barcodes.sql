with digits as (
    select distinct regexp_replace(value, '[^0-9]', '', 'g') as barcode, release_id
    from release_identifiers
    where type = 'Barcode'
)
select barcode, release_id
from digits
where barcode <> ''
order by barcode, release_id
