-- One row per copy on the shelf: its folder, and the lowest price that Discogs told last for its release.
-- lowest_price is NULL where none is for sale, or nothing was told.
with
    told as (
        select
            s.release_id,
            s.lowest_price,
            s.currency,
            s.loaded_at,
            row_number() over (partition by s.release_id order by s.loaded_at desc) as newest
        from release_stats as s
    )
select c.folder_id, t.lowest_price, t.currency, t.loaded_at
from collection_items as c
left join told as t on t.release_id = c.release_id and t.newest = 1
