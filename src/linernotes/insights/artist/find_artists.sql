-- One row per artist who is among the ids of the list ($1), or has the id $3: those whose name is the text ($2) first,
-- then who is on most copies of the shelf, ties by id; at most $4.
select
    artist_id,
    coalesce(display_name, 'Artist ' || artist_id) as name,
    coalesce(qty_collection_items, 0) as items,
    coalesce(qty_collection_credits, 0) as credits
from artist
where artist_id in (select unnest(cast($1 as bigint[]))) or artist_id = cast($3 as bigint)
order by
    artist_id is distinct from cast($3 as bigint),
    lower(display_name) is distinct from lower(cast($2 as varchar)),
    items desc,
    credits desc,
    artist_id
limit $4
