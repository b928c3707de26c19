-- One row: a release as it is known here, the album that it is a pressing of, whether it is on the wantlist, and what
-- Discogs told last of its demand. No row if nothing here names the release.
with
    asked as (select cast(? as bigint) as release_id),
    told as (
        select
            s.have,
            s.want,
            s.rating_average,
            s.rating_count,
            s.for_sale,
            s.lowest_price,
            s.currency,
            s.loaded_at,
            row_number() over (order by s.loaded_at desc) as newest
        from release_stats as s
        inner join asked as a on a.release_id = s.release_id
    )
select
    r.release_id,
    r.master_id,
    r.title,
    r.year,
    m.year as album_year,
    r.released,
    r.country,
    r.notes,
    coalesce(r.cover_url, r.thumb_url, w.thumb_url) as picture_url,
    r.source,
    r.loaded_at,
    w.release_id is not null as is_wanted,
    w.notes as wanted_notes,
    t.have,
    t.want,
    t.rating_average,
    t.rating_count,
    t.for_sale,
    t.lowest_price,
    t.currency,
    t.loaded_at as told_at
from release as r
inner join asked as a on a.release_id = r.release_id
left join master as m on m.master_id = r.master_id
left join wantlist_items as w on w.release_id = r.release_id
left join told as t on t.newest = 1
