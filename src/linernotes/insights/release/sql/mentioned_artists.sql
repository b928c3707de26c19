-- One row per artist with an id of the list: id, name, name to show.
select artist_id, name, coalesce(display_name, 'Artist ' || artist_id) as display_name
from artist
where array_contains(cast($1 as bigint[]), artist_id)
