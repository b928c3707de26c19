-- One row per identity and owned release: see the table's comment.
-- A group leads a track though it does not perform beside its members: so own_tracks reads leaders from track_leaders, not
-- from the line-ups. All tracks of a line-up have the same leaders: the first one stands for them.
with
    owned as (
        select distinct
            c.release_id,
            case when r.master_id is null then -c.release_id else r.master_id end as album_id
        from collection_items as c
        left join release as r on r.release_id = c.release_id
    ),
    credited as (
        select release_id, coalesce(tracks[1], -1) as track_no, unnest(credited) as artist_id from release_line_ups
    ),
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
        select release_id, artist_id, role from counted_credits where artist_id is not null
        union
        select release_id, artist_id, role from release_track_artists where artist_id is not null
    ),
    names as (
        select identity_id, release_id, array_sort(array_agg(artist_id)) as artists
        from sidemen
        group by identity_id, release_id
    ),
    roles as (
        select s.identity_id, s.release_id, array_sort(array_agg(distinct p.role)) as roles
        from sidemen as s
        inner join parts as p on p.release_id = s.release_id and p.artist_id = s.artist_id
        inner join role as r on r.role = p.role
        where r.performs
        group by s.identity_id, s.release_id
    )
select n.identity_id, n.release_id, n.artists, r.roles
from names as n
inner join roles as r on r.identity_id = n.identity_id and r.release_id = n.release_id
order by n.identity_id, n.release_id
