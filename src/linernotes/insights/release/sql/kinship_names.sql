-- One row per artist who is on an owned release: the name to show.
select distinct h.artist_id, a.display_name as name
from artist_release_roles as h
inner join artist as a on a.artist_id = h.artist_id
where h.artist_id not in (194, 355, 118760)
