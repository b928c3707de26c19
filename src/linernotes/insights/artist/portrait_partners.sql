-- One row per partner in an artist's music, and direction: the owned releases that show it.
select artist_id_to as partner_id, releases
from artist_relations
where artist_id_from = $1 and relation_type in ('co_appearance', 'release_role')
union all
select artist_id_from, releases
from artist_relations
where artist_id_to = $1 and relation_type in ('co_appearance', 'release_role')
