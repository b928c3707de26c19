-- One row per owned release and main artist: the id, or '~' and the name where there is none.
select distinct
    c.release_id,
    coalesce(cast(c.artist_id as varchar), '~' || c.name) as value,
    coalesce(a.display_name, c.name, 'Artist ' || c.artist_id) as label
from release_artists as c
left join artist as a on a.artist_id = c.artist_id
where c.release_id in (select release_id from collection_items)
