-- One row per owned release and instrument that is credited on it. Voices are no instruments, nor are ensembles, and
-- words for a whole section say too little.
with
    played as (
        select release_id, unnest(roles) as role
        from artist_release_roles
        where artist_id not in (194, 355, 118760)
    )
select distinct p.release_id, p.role
from played as p
inner join role as k on k.role = p.role
where k.performs and k.category not in ('vocals', 'performance', 'ensemble', 'conducting')
    and k.role not in ('Instruments', 'Brass', 'Horns', 'Reeds', 'Strings', 'Woodwind')
    and p.release_id in (select release_id from collection_items)
order by p.release_id, p.role
