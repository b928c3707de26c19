-- Which instruments are to be heard on only one of your records, and where?
with played as (select release_id, unnest(roles) as role from artist_release_roles)
select p.role as instrument, min(p.release_id) as release_id, min(r.title) as record
from played as p
join role as k on k.role = p.role
join release as r on r.release_id = p.release_id
where k.as_edge and k.category not in ('vocals', 'production')
group by p.role
having min(p.release_id) = max(p.release_id)
order by instrument
