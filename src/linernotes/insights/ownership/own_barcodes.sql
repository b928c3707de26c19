-- One row per barcode of an owned or wanted release, as printed.
select release_id, value
from release_identifiers
where type = 'Barcode' and value is not null
order by release_id, position
