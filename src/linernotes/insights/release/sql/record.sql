-- One row: a release as it is known here. No row if nothing here names it.
select
    master_id,
    title,
    year,
    released,
    country,
    notes,
    coalesce(cover_url, thumb_url) as picture_url,
    source,
    loaded_at
from release
where release_id = $1
