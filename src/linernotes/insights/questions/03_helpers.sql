-- Who helps which artist on most albums?
select f.display_name as musician, t.display_name as on_albums_of, x.weight as albums, x.roles
from artist_relations as x
join artist as f on f.artist_id = x.artist_id_from
join artist as t on t.artist_id = x.artist_id_to
where x.relation_type = 'release_role'
order by albums desc, musician, on_albums_of
limit 25
