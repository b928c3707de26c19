-- One row per line of a release that names the series, with the number within it.
select release_id, name, catalog_number, cast(null as varchar) as task
from release_series
where series_id = $1
order by release_id, position
