-- One row per artist and owned release that credits them anywhere: as a main artist, on a track, or with roles.
select r.artist_id, a.display_name, r.release_id, r.relation, r.roles
from artist_release_roles as r
inner join artist as a on a.artist_id = r.artist_id
where r.artist_id not in (194, 355, 118760)
order by r.artist_id, r.release_id, r.relation
