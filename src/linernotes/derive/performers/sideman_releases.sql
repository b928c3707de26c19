-- One row per identity and owned release: see the table's comment.
-- Groups that no document names are not known. A group leads a track though it does not perform beside its members:
-- so leaders are read from track_leaders, not from the line-ups.
with
    owned as (
        select distinct
            c.release_id,
            case when r.master_id is null then -c.release_id else r.master_id end as album_id
        from collection_items as c
        left join release as r on r.release_id = c.release_id
    ),
    by_various as (
        select distinct ra.release_id
        from release_artists as ra
        inner join owned as o on o.release_id = ra.release_id
        where ra.artist_id = 194
    ),
    main_identities as (
        select distinct o.album_id, a.identity_id
        from release_artists as ra
        inner join owned as o on o.release_id = ra.release_id
        inner join artist as a on a.artist_id = ra.artist_id
        where ra.artist_id not in (194, 355, 118760)
    ),
    own_albums as (
        select album_id, identity_id from main_identities
        union
        select i.album_id, m.member_identity
        from main_identities as i
        inner join memberships as m on m.group_identity = i.identity_id
    ),
    led as (
        select l.release_id, l.track_no, l.artist_id
        from track_leaders as l
        inner join by_various as v on v.release_id = l.release_id
    ),
    led_identities as (
        select distinct l.release_id, l.track_no, a.identity_id
        from led as l
        inner join artist as a on a.artist_id = l.artist_id
    ),
    own_tracks as (
        select release_id, track_no, identity_id from led_identities
        union
        select l.release_id, l.track_no, m.member_identity
        from led_identities as l
        inner join memberships as m on m.group_identity = l.identity_id
    ),
    places as (
        select
            release_id,
            case when tracks is null then [cast(null as integer)] else tracks end as tracks,
            credited
        from release_line_ups
        where cardinality(credited) > 0
    ),
    playing as (select release_id, unnest(tracks) as track_no, credited from places),
    credited as (select release_id, track_no, unnest(credited) as artist_id from playing),
    sidemen as (
        select distinct c.release_id, a.identity_id, c.artist_id
        from credited as c
        inner join owned as o on o.release_id = c.release_id
        inner join artist as a on a.artist_id = c.artist_id
        left join own_albums as w on w.album_id = o.album_id and w.identity_id = a.identity_id
        left join own_tracks as t
            on t.release_id = c.release_id and t.track_no = c.track_no and t.identity_id = a.identity_id
        where w.album_id is null and t.release_id is null
    ),
    parts as (
        select release_id, artist_id, role from release_credits where artist_id is not null
        union
        select release_id, artist_id, role from release_track_artists where artist_id is not null
    )
select
    s.identity_id,
    s.release_id,
    array_sort(array_agg(distinct s.artist_id)) as artists,
    array_sort(array_agg(distinct p.role)) as roles
from sidemen as s
inner join parts as p on p.release_id = s.release_id and p.artist_id = s.artist_id
inner join role as r on r.role = p.role
where r.performs
group by s.identity_id, s.release_id
order by s.identity_id, s.release_id
