-- One row per artist whose id, name, display name or name variation is the text, or begins with it.
-- Whole names first, then who is on most copies of the shelf, ties by id.
with
    asked as (select strip_accents(lower(cast(? as varchar))) as text),
    names as (
        select artist_id, name from artist
        union all
        select artist_id, display_name from artist
        union all
        select artist_id, name from artist_name_variations
        union all
        select artist_id, cast(artist_id as varchar) from artist
    ),
    matches as (
        select
            n.artist_id,
            min(case when strip_accents(lower(n.name)) = a.text then 0 else 1 end) as is_beginning
        from names as n
        inner join asked as a on starts_with(strip_accents(lower(n.name)), a.text)
        where a.text != ''
        group by n.artist_id
    )
select
    a.artist_id,
    a.display_name as name,
    coalesce(a.qty_collection_items, 0) as items,
    coalesce(a.qty_collection_credits, 0) as credits
from matches as m
inner join artist as a on a.artist_id = m.artist_id
order by
    m.is_beginning,
    coalesce(a.qty_collection_items, 0) desc,
    coalesce(a.qty_collection_credits, 0) desc,
    a.artist_id
limit 20
