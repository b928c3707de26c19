-- One row per folder, currency and minute in which Discogs sent prices. It counts the copies on the shelf with a lowest
-- price that came last in this minute. `total` is their sum; `loaded_at` is when the first of them came.
with
    priced as (
        select
            release_id,
            lowest_price,
            currency,
            loaded_at,
            row_number() over (partition by release_id order by loaded_at desc) as newest
        from release_stats
    )
select
    c.folder_id,
    t.currency,
    min(t.loaded_at) as loaded_at,
    count(*) as copies,
    cast(sum(t.lowest_price) as decimal(18, 2)) as total
from collection_items as c
inner join priced as t on t.release_id = c.release_id and t.newest = 1
where t.lowest_price is not null
group by c.folder_id, t.currency, date_trunc('minute', t.loaded_at)
order by loaded_at, c.folder_id, t.currency
