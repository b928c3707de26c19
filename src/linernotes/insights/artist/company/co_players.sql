-- One row per co-player of an artist and owned release that shows it: the tracks, NULL where the sleeve names none, and
-- the performers on the smallest track that both are on.
select artist_id_to as artist_id, release_id, tracks, performers
from co_player_releases
where artist_id_from = $1
union all
select artist_id_from, release_id, tracks, performers
from co_player_releases
where artist_id_to = $1
order by release_id, artist_id
