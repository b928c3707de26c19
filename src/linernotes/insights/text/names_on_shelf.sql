-- One row per artist who is on an owned release: the name to show, NULL where Discogs gives none.
select distinct h.artist_id, a.display_name
from artist_release_roles as h
inner join artist as a on a.artist_id = h.artist_id
where h.artist_id not in (194, 355, 118760)
    and h.release_id in (select release_id from collection_items)
