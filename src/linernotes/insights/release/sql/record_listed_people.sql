-- One row per artist asked for: the name to show, and the number of copies that credit the artist.
select
    a.artist_id,
    coalesce(a.display_name, 'Artist ' || a.artist_id) as name,
    coalesce(a.qty_collection_credits, 0) as items
from artist as a
inner join (select unnest(cast($1 as bigint[])) as artist_id) as n on n.artist_id = a.artist_id
