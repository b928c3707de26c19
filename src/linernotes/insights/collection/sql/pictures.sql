-- One row per release of which Discogs has a picture: the address of the small one and of the large one.
with
    listed as (
        select release_id, min(thumb_url) as thumb_url, min(cover_url) as cover_url
        from collection_items
        where thumb_url is not null or cover_url is not null
        group by release_id
    )
select
    r.release_id,
    coalesce(l.thumb_url, r.thumb_url, l.cover_url, r.cover_url) as small_url,
    coalesce(r.cover_url, l.cover_url, l.thumb_url, r.thumb_url) as large_url
from release as r
left join listed as l on l.release_id = r.release_id
where coalesce(l.thumb_url, r.thumb_url, l.cover_url, r.cover_url) is not null
