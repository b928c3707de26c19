-- One row per identity and album that is rated `$1` or more on which they play: they perform on a track, or lead one.
-- Of identities with `$2` such albums at least. The owned pressing with the lowest id stands for its album.
with
    owned as (
        select distinct
            c.release_id,
            case when r.master_id is null then -c.release_id else r.master_id end as album_id,
            c.rating
        from collection_items as c
        left join release as r on r.release_id = c.release_id
    ),
    rated as (select album_id from owned group by album_id having max(rating) >= $1),
    playing as (
        select release_id, unnest(performers) as artist_id from release_line_ups
        union
        select release_id, artist_id from artist_release_roles where relation in ('main', 'track')
    ),
    played as (
        select a.identity_id, o.album_id, min(o.release_id) as release_id
        from playing as p
        inner join owned as o on o.release_id = p.release_id
        inner join rated as l on l.album_id = o.album_id
        inner join artist as a on a.artist_id = p.artist_id
        where p.artist_id not in (194, 355, 118760)
        group by a.identity_id, o.album_id
    ),
    loved as (select identity_id from played group by identity_id having count(*) >= $2)
select p.identity_id, coalesce(i.display_name, 'Artist ' || i.artist_id) as name, p.release_id, r.title
from played as p
inner join loved as l on l.identity_id = p.identity_id
inner join artist as i on i.artist_id = p.identity_id
left join release as r on r.release_id = p.release_id
order by p.identity_id, p.release_id
