-- One row per owned release and person on it, in whatever part: main artist, artist of a track, or credited. All names
-- of somebody are one, an identity. Various and the other pseudo-artists are nobody.
with
    people as (
        select o.release_id, coalesce(a.identity_id, o.artist_id) as identity_id
        from artist_release_roles as o
        inner join artist as a on a.artist_id = o.artist_id
        where o.artist_id not in (194, 355, 118760)
            and o.release_id in (select release_id from collection_items)
    )
select distinct
    p.release_id,
    cast(p.identity_id as varchar) as value,
    coalesce(i.display_name, 'Artist ' || p.identity_id) as label
from people as p
left join artist as i on i.artist_id = p.identity_id
