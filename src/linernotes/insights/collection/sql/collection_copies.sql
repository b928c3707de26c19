-- One row per copy on the shelf, in the order in which they were added: the newest first, the undated last.
-- A CSV export names folders without ids. Such ids are negative here; a name has the same id in every build.
select
    c.instance_id,
    c.release_id,
    c.title,
    c.year,
    coalesce(c.folder_id, -1 - cast('0x' || substr(md5(c.folder), 1, 8) as bigint)) as folder_id,
    c.folder,
    c.added_at,
    c.added_on,
    c.rating,
    c.media_condition,
    c.sleeve_condition,
    coalesce(c.thumb_url, c.cover_url) as picture_url,
    coalesce(c.master_id, r.master_id) as master_id,
    m.year as album_year,
    r.country,
    r.source is not distinct from 'csv' as is_of_export
from collection_items as c
left join release as r on r.release_id = c.release_id
left join master as m on m.master_id = coalesce(c.master_id, r.master_id)
order by c.added_at desc nulls last, c.instance_id desc
