-- One row per label of owned releases, those on most copies first.
select l.label_id, min(l.name) as name, cast(count(distinct c.instance_id) as integer) as copies
from release_labels as l
inner join collection_items as c on c.release_id = l.release_id
where l.label_id is not null and l.name is not null
group by l.label_id
order by copies desc, l.label_id
