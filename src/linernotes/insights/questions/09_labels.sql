-- Which labels do you come back to, and over which years?
select
    l.name as label,
    count(distinct c.instance_id) as copies,
    min(r.year) as first_pressing,
    max(r.year) as last_pressing
from collection_items as c
join release as r on r.release_id = c.release_id
join release_labels as l on l.release_id = c.release_id
group by l.name
order by copies desc, label
limit 25
