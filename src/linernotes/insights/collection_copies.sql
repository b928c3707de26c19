-- One row per copy on the shelf, in the order in which they were added: the newest first, the undated last.
select
    instance_id,
    release_id,
    title,
    year,
    folder_id,
    folder,
    added_at,
    rating,
    media_condition,
    sleeve_condition,
    coalesce(thumb_url, cover_url) as picture_url
from collection_items
order by added_at desc nulls last, instance_id desc
