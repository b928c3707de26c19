-- One row per sideman: credited in music-making roles, nobody's main artist on the shelf; most albums first.
-- Albums are masters, or releases that have none; `leaders` are the main artists of those albums.
with
    owned as (
        select distinct
            c.release_id,
            case when r.master_id is null then -c.release_id else r.master_id end as album_id
        from collection_items as c
        inner join release as r on r.release_id = c.release_id
    ),
    making as (select role from role where as_edge),
    credits as (
        select release_id, artist_id, role from release_credits where artist_id is not null
        union
        select release_id, artist_id, role from release_track_artists where artist_id is not null
    ),
    main_artists as (
        select distinct ra.artist_id
        from release_artists as ra
        inner join owned as o on o.release_id = ra.release_id
        where ra.artist_id is not null
    ),
    played as (
        select distinct c.artist_id, o.album_id, o.release_id
        from credits as c
        inner join owned as o on o.release_id = c.release_id
        inner join making as m on m.role = c.role
        left join main_artists as x on x.artist_id = c.artist_id
        where x.artist_id is null and c.artist_id not in (194, 355, 118760)
    ),
    led as (
        select distinct p.artist_id, p.album_id, coalesce(a.display_name, 'Artist ' || a.artist_id) as leader
        from played as p
        inner join release_artists as ra on ra.release_id = p.release_id
        inner join artist as a on a.artist_id = ra.artist_id
    ),
    albums as (select artist_id, count(distinct album_id) as qty_albums from played group by artist_id),
    leaders as (
        select artist_id, array_sort(array_agg(distinct leader)) as leaders
        from led
        group by artist_id
    )
select a.artist_id, coalesce(n.display_name, 'Artist ' || n.artist_id) as name, a.qty_albums, l.leaders
from albums as a
inner join artist as n on n.artist_id = a.artist_id
-- an album whose main artists have no page at Discogs has nobody to name
left join leaders as l on l.artist_id = a.artist_id
order by a.qty_albums desc, coalesce(cardinality(l.leaders), 0) desc, a.artist_id
