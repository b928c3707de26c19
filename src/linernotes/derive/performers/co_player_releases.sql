-- One row per two artists and owned release on which they perform together: see the table's comment.
-- Two main artists on two sides of a `/` (artists_apart) do so only where both are named on the tracks.
with
    line_ups as (
        select release_id, line_up_no, tracks, performers, leaders, named, qty_performers
        from release_line_ups
        where qty_performers between 2 and 60
    ),
    performing as (select release_id, line_up_no, qty_performers, unnest(performers) as artist_id from line_ups),
    led_by as (select release_id, line_up_no, unnest(leaders) as artist_id from line_ups),
    named as (select release_id, line_up_no, unnest(named) as artist_id from line_ups),
    players as (
        select
            p.release_id,
            p.line_up_no,
            p.artist_id,
            a.identity_id,
            p.qty_performers,
            n.artist_id is not null as is_named,
            n.artist_id is not null or l.artist_id is not null as is_of_track
        from performing as p
        inner join artist as a on a.artist_id = p.artist_id
        left join led_by as l
            on l.release_id = p.release_id and l.line_up_no = p.line_up_no and l.artist_id = p.artist_id
        left join named as n
            on n.release_id = p.release_id and n.line_up_no = p.line_up_no and n.artist_id = p.artist_id
    ),
    pairs as (
        select
            a.artist_id as artist_id_from,
            b.artist_id as artist_id_to,
            a.release_id,
            a.line_up_no,
            a.qty_performers,
            a.is_of_track and b.is_of_track as is_of_track
        from players as a
        inner join players as b
            on b.release_id = a.release_id
            and b.line_up_no = a.line_up_no
            and b.artist_id > a.artist_id
            and b.identity_id <> a.identity_id
        left join artists_apart as x
            on x.release_id = a.release_id and x.artist_id_from = a.artist_id and x.artist_id_to = b.artist_id
        where x.release_id is null or (a.is_named and b.is_named)
    ),
    together as (
        select artist_id_from, artist_id_to, release_id, min(qty_performers) as performers
        from pairs
        group by artist_id_from, artist_id_to, release_id
    ),
    line_up_tracks as (select release_id, line_up_no, unnest(tracks) as track_no from line_ups),
    shared as (
        select p.artist_id_from, p.artist_id_to, p.release_id, array_sort(array_agg(t.track_no)) as tracks
        from pairs as p
        inner join line_up_tracks as t on t.release_id = p.release_id and t.line_up_no = p.line_up_no
        where p.is_of_track
        group by p.artist_id_from, p.artist_id_to, p.release_id
    )
select t.artist_id_from, t.artist_id_to, t.release_id, s.tracks, t.performers
from together as t
left join shared as s
    on s.artist_id_from = t.artist_id_from and s.artist_id_to = t.artist_id_to and s.release_id = t.release_id
order by t.artist_id_from, t.artist_id_to, t.release_id
