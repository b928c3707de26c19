-- One row per membership and alias between two artists on the shelf, the member or the lower id first.
select artist_id_from, artist_id_to, relation_type
from artist_relations
where relation_type in ('group_member', 'artist_alias')
order by artist_id_from, artist_id_to, relation_type
