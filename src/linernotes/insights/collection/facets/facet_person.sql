-- One row per owned release and artist on it, in whatever part: main artist, artist of a track, or credited. Various and
-- the other pseudo-artists are nobody.
select distinct
    o.release_id,
    cast(o.artist_id as varchar) as value,
    coalesce(a.display_name, 'Artist ' || a.artist_id) as label
from artist_release_roles as o
inner join artist as a on a.artist_id = o.artist_id
where o.artist_id not in (194, 355, 118760)
    and o.release_id in (select release_id from collection_items)
