-- One row per record on the shelf: the lowest price asked for it that Discogs gave last, NULL where none is for sale.
with
    priced as (
        select
            release_id,
            lowest_price,
            currency,
            loaded_at,
            row_number() over (partition by release_id order by loaded_at desc) as newest
        from release_stats
        where release_id in (select release_id from collection_items)
    )
select release_id, lowest_price, currency, loaded_at
from priced
where newest = 1
order by release_id
