-- Who plays the bass on your records?
with played as (select artist_id, release_id, unnest(roles) as role from artist_release_roles)
select a.artist_id, a.display_name as bass_player, count(distinct p.release_id) as records
from played as p
join role as k on k.role = p.role
join artist as a on a.artist_id = p.artist_id
where k.category = 'bass'
group by a.artist_id, a.display_name
order by records desc, bass_player
limit 25
