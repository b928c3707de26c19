-- One row per identity and owned release: see the table's comment.
-- A group leads a track though it does not perform beside its members: so own_tracks reads leaders from track_leaders, not
-- from the line-ups. All tracks of a line-up have the same leaders, and all or none are open: the first stands for them.
-- A role is one by which a credit puts the identity among the performers of such a track, whatever else it does there.
with
    credited as (
        select release_id, line_up_no, coalesce(tracks[1], -1) as track_no, unnest(credited) as artist_id
        from release_line_ups
    ),
    sidemen as (
        select c.release_id, c.line_up_no, c.track_no as first_no, a.identity_id, c.artist_id
        from credited as c
        inner join owned_albums as o on o.release_id = c.release_id
        inner join artist as a on a.artist_id = c.artist_id
        left join own_albums as w on w.album_id = o.album_id and w.identity_id = a.identity_id
        left join own_tracks as t
            on t.release_id = c.release_id and t.track_no = c.track_no and t.identity_id = a.identity_id
        where w.album_id is null and t.release_id is null
    ),
    line_up_tracks as (select release_id, line_up_no, unnest(tracks) as track_no from release_line_ups),
    parts as (
        select s.identity_id, s.release_id, c.role
        from sidemen as s
        inner join line_up_tracks as l on l.release_id = s.release_id and l.line_up_no = s.line_up_no
        inner join track_credits as c
            on c.release_id = l.release_id and c.track_no = l.track_no and c.artist_id = s.artist_id
        union all
        select s.identity_id, s.release_id, c.role
        from sidemen as s
        inner join open_tracks as o on o.release_id = s.release_id and o.track_no = s.first_no
        inner join counted_credits as c on c.release_id = s.release_id and c.artist_id = s.artist_id
        inner join role as r on r.role = c.role
        where r.performs and c.tracks is null and c.position < 5000
    ),
    names as (
        select identity_id, release_id, array_sort(array_agg(distinct artist_id)) as artists
        from sidemen
        group by identity_id, release_id
    ),
    roles as (
        select identity_id, release_id, array_sort(array_agg(distinct role)) as roles
        from parts
        group by identity_id, release_id
    )
select n.identity_id, n.release_id, n.artists, r.roles
from names as n
inner join roles as r on r.identity_id = n.identity_id and r.release_id = n.release_id
order by n.identity_id, n.release_id
