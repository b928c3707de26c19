-- One row per identity that does one kind of work on albums which are neither its own nor one of its groups'; most
-- albums first. Albums are masters, or releases that have none; `leaders` are the main artists of those albums.
-- An identity is called by the name that most of these albums credit, of several the lowest id.
with
    contributions as (
        select 'performance' as work, identity_id, release_id, artists from sideman_releases
        union all
        select work, identity_id, release_id, artists from staff_releases
    ),
    done as (
        select
            c.identity_id,
            c.release_id,
            c.artists,
            case when r.master_id is null then -c.release_id else r.master_id end as album_id
        from contributions as c
        inner join release as r on r.release_id = c.release_id
        where c.work = ?
    ),
    credited as (select identity_id, album_id, unnest(artists) as artist_id from done),
    called as (
        select
            identity_id,
            artist_id,
            row_number() over (
                partition by identity_id order by count(distinct album_id) desc, artist_id
            ) as place
        from credited
        group by identity_id, artist_id
    ),
    led as (
        select distinct d.identity_id, coalesce(a.display_name, 'Artist ' || a.artist_id) as leader
        from done as d
        inner join release_artists as ra on ra.release_id = d.release_id
        inner join artist as a on a.artist_id = ra.artist_id
    ),
    albums as (select identity_id, count(distinct album_id) as qty_albums from done group by identity_id),
    leaders as (
        select identity_id, array_sort(array_agg(leader)) as leaders
        from led
        group by identity_id
    )
select
    c.artist_id,
    c.identity_id,
    coalesce(n.display_name, 'Artist ' || n.artist_id) as name,
    a.qty_albums,
    l.leaders
from albums as a
inner join called as c on c.identity_id = a.identity_id and c.place = 1
inner join artist as n on n.artist_id = c.artist_id
-- an album whose main artists have no page at Discogs has nobody to name
left join leaders as l on l.identity_id = a.identity_id
order by a.qty_albums desc, coalesce(cardinality(l.leaders), 0) desc, a.identity_id
