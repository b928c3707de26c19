-- One row per edge out of a set of artists: the one in the set, the one at its other end, the edge's weight.
-- "me" is left out: everyone would be two steps from everyone.
select artist_id_from as near, artist_id_to as far, weight
from artist_edge
where artist_id_from != 0 and array_contains(cast(? as bigint[]), artist_id_from)
union all
select artist_id_to, artist_id_from, weight
from artist_edge
where artist_id_from != 0 and array_contains(cast(? as bigint[]), artist_id_to)
