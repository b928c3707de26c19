-- One row per owned release and person on it, in whatever part: main artist, artist of a track, or credited. All names
-- of somebody are one, an identity. Various and the other pseudo-artists are nobody.
select distinct
    o.release_id,
    cast(a.identity_id as varchar) as value,
    coalesce(i.display_name, 'Artist ' || a.identity_id) as label
from artist_release_roles as o
inner join artist as a on a.artist_id = o.artist_id
left join artist as i on i.artist_id = a.identity_id
where o.artist_id not in (194, 355, 118760)
    and o.release_id in (select release_id from collection_items)
