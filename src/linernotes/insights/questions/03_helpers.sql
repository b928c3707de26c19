-- Who helps others most: who plays on most albums of somebody else, and as what?
with played as (select identity_id, release_id, unnest(roles) as role from sideman_releases)
select
    p.identity_id as artist_id,
    m.display_name as musician,
    l.display_name as on_albums_of,
    count(distinct coalesce(r.master_id, -r.release_id)) as albums,
    array_sort(array_agg(distinct p.role)) as roles
from played as p
join release as r on r.release_id = p.release_id
join release_artists as ra on ra.release_id = p.release_id
join artist as a on a.artist_id = ra.artist_id
join artist as l on l.artist_id = a.identity_id
join artist as m on m.artist_id = p.identity_id
where a.artist_id not in (194, 355, 118760)
group by p.identity_id, m.display_name, a.identity_id, l.display_name
order by albums desc, musician, on_albums_of
limit 25
