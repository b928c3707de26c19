-- From which decades is the music, by the year in which each album first came out?
select
    cast(floor(coalesce(m.year, r.year) / 10) as integer) * 10 as decade,
    count(*) as copies,
    count(distinct coalesce(m.master_id, -r.release_id)) as albums
from collection_items as c
join release as r on r.release_id = c.release_id
left join master as m on m.master_id = r.master_id
group by decade
order by decade nulls last
