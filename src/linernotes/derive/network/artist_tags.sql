-- One row per collected artist and style or genre of the owned releases of which it is a main artist. A name that is
-- both a style and a genre ("Reggae") counts once.
with
    tags as (
        select release_id, style as tag from release_styles
        union
        select release_id, genre as tag from release_genres
    ),
    owned as (select distinct release_id from collection_items)
select distinct ra.artist_id, t.tag
from release_artists as ra
inner join owned as o on o.release_id = ra.release_id
inner join tags as t on t.release_id = ra.release_id
where ra.artist_id is not null and ra.artist_id not in (194, 355, 118760) and t.tag is not null
order by artist_id, tag
