-- One row per line of a release that names the company, with what it did.
select release_id, name, catalog_number, entity_type_name as task
from release_companies
where company_id = $1
order by release_id, position
