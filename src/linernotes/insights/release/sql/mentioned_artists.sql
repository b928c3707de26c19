-- One row per artist with an id of the first list or a name of the second: id, name, name to show.
select artist_id, name, coalesce(display_name, 'Artist ' || artist_id) as display_name
from artist
where artist_id in (select unnest(cast($1 as bigint[]))) or name in (select unnest(cast($2 as varchar[])))
order by artist_id
