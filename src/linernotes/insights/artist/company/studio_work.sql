-- One row per owned release and artist who works in the studio for the one asked about, or the reverse (`is_for`).
select false as is_for, artist_id_from as artist_id, release_id, roles
from studio_evidence
where artist_id_to = $1
union all
select true, artist_id_to, release_id, roles
from studio_evidence
where artist_id_from = $1
order by release_id, artist_id
