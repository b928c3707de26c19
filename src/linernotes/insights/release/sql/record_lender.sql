-- One row: the pressing that a release borrows credits from. No row where it borrows none.
select distinct from_release_id as release_id, from_year as year, from_country as country, source
from release_borrowed_credits
where release_id = $1
