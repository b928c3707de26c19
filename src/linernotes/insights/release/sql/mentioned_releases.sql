-- One row per release out of those asked for that is known here: id, title, and itself as the pressing to look at.
select release_id as id, title as name, release_id as pressing_id
from release
where release_id in (select unnest(cast($1 as bigint[])))
