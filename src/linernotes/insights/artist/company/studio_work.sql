-- One row per owned release and artist who works in the studio for the one asked about, or the reverse (`is_for`).
select false as is_for, e.artist_id_from as artist_id, a.identity_id, e.release_id, e.roles
from studio_evidence as e
inner join artist as a on a.artist_id = e.artist_id_from
where e.artist_id_to = $1
union all
select true, e.artist_id_to, a.identity_id, e.release_id, e.roles
from studio_evidence as e
inner join artist as a on a.artist_id = e.artist_id_to
where e.artist_id_from = $1
order by release_id, artist_id
