-- One row per copy on the shelf, in the order in which they were added: the newest first, the undated last.
select
    c.instance_id,
    c.release_id,
    c.title,
    c.year,
    c.folder_id,
    c.folder,
    c.added_at,
    c.rating,
    c.media_condition,
    c.sleeve_condition,
    coalesce(c.thumb_url, c.cover_url) as picture_url,
    coalesce(c.master_id, r.master_id) as master_id,
    m.year as album_year,
    r.country
from collection_items as c
left join release as r on r.release_id = c.release_id
left join master as m on m.master_id = coalesce(c.master_id, r.master_id)
order by c.added_at desc nulls last, c.instance_id desc
