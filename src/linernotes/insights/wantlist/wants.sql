-- One row per wanted release with the newest price asked for it; added last first, the undated last.
with
    priced as (
        select
            release_id,
            lowest_price,
            currency,
            for_sale,
            loaded_at,
            row_number() over (partition by release_id order by loaded_at desc) as newest
        from release_stats
        where release_id in (select release_id from wantlist_items)
    )
select
    w.release_id,
    coalesce(r.master_id, w.master_id) as master_id,
    coalesce(w.title, r.title) as title,
    coalesce(w.year, r.year) as year,
    m.year as album_year,
    r.country,
    w.added_at,
    w.added_on,
    w.rating,
    w.notes,
    w.thumb_url as picture_url,
    p.lowest_price,
    p.currency,
    p.for_sale,
    p.loaded_at as priced_at,
    coalesce(r.source, 'basic') != 'basic' as is_read
from wantlist_items as w
left join release as r on r.release_id = w.release_id
left join master as m on m.master_id = coalesce(r.master_id, w.master_id)
left join priced as p on p.release_id = w.release_id and p.newest = 1
order by w.added_at desc nulls last, w.release_id desc
