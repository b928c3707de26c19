-- One row per label out of those asked for that is on a release known here: id, name, and no pressing.
select label_id as id, min(name) as name, cast(null as bigint) as pressing_id
from release_labels
where array_contains(cast($1 as bigint[]), label_id)
group by label_id
