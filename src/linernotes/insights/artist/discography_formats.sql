-- One row per carrier of the releases asked for: its descriptions.
select release_id, descriptions
from release_formats
where array_contains(cast($1 as bigint[]), release_id) and descriptions is not null
