-- Who plays the bass on your records?
with played as (select artist_id, release_id, unnest(roles) as role from artist_release_roles)
select
    a.identity_id as artist_id,
    min(i.display_name) as bass_player,
    count(distinct coalesce(r.master_id, -r.release_id)) as albums
from played as p
join role as k on k.role = p.role
join artist as a on a.artist_id = p.artist_id
join artist as i on i.artist_id = a.identity_id
join release as r on r.release_id = p.release_id
where k.category = 'bass' and p.release_id in (select release_id from collection_items)
group by a.identity_id
order by albums desc, bass_player
limit 25
