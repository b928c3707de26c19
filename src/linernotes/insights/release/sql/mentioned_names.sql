-- One row per artist with a name of the list: id, name, name to show. Apart from those with an id: both in one question
-- take five times as long.
select artist_id, name, coalesce(display_name, 'Artist ' || artist_id) as display_name
from artist
where array_contains(cast($1 as varchar[]), name)
