-- Which instruments are to be heard on only one of your albums, and where?
with played as (select release_id, unnest(roles) as role from artist_release_roles)
select p.role as instrument, min(p.release_id) as release_id, min(r.title) as record
from played as p
join role as k on k.role = p.role
join release as r on r.release_id = p.release_id
where k.performs and k.category not in ('vocals', 'performance', 'ensemble', 'conducting')
    and k.role not in ('Instruments', 'Brass', 'Horns', 'Reeds', 'Strings', 'Woodwind')
    and p.release_id in (select release_id from collection_items)
group by p.role
having count(distinct coalesce(r.master_id, -r.release_id)) = 1
order by instrument
