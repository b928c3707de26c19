-- One row per master, as a discography lists it.
select
    'master' as type,
    master_id as id,
    master_id,
    main_release_id,
    title,
    year,
    cast(null as varchar) as label,
    cast(null as varchar) as format
from master
