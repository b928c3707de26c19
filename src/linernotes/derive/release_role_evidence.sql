-- One row per credited artist, main artist and owned release: the roles that make music, and on which tracks.
-- served_artists.sql has the rule for whose music a credit serves.
-- `tracks` is NULL where a credit of the whole release is among them, [] where no track can be recognised.
with
    making as (select role from role where as_edge),
    played as (
        select s.artist_id_from, s.artist_id_to, s.release_id, s.role, s.track_no, s.is_whole
        from served_artists as s
        inner join making as m on m.role = s.role
    ),
    shown as (
        select artist_id_from, artist_id_to, release_id, max(is_whole) as is_whole
        from played
        group by artist_id_from, artist_id_to, release_id
    ),
    roles as (
        select artist_id_from, artist_id_to, release_id, array_sort(array_agg(distinct role)) as roles
        from played
        group by artist_id_from, artist_id_to, release_id
    ),
    tracks as (
        select artist_id_from, artist_id_to, release_id, array_sort(array_agg(distinct track_no)) as tracks
        from played
        where track_no is not null
        group by artist_id_from, artist_id_to, release_id
    )
select
    s.artist_id_from,
    s.artist_id_to,
    s.release_id,
    r.roles,
    case when s.is_whole = 0 then coalesce(t.tracks, cast([] as integer[])) end as tracks
from shown as s
inner join roles as r
    on r.artist_id_from = s.artist_id_from and r.artist_id_to = s.artist_id_to and r.release_id = s.release_id
left join tracks as t
    on t.artist_id_from = s.artist_id_from and t.artist_id_to = s.artist_id_to and t.release_id = s.release_id
order by s.artist_id_from, s.artist_id_to, s.release_id
