-- One row per credited artist, main artist and owned release: the roles that make music, and on which tracks.
-- No self-loops, no pseudo-artists, no names without an id.
--
-- A track's credit serves the track's leaders (track_leaders.sql). What stands on a parent track holds for its
-- sub-tracks. A release's credit that names tracks counts as if it stood on each of these tracks.
-- A release's other credits serve its main artists. So does one whose tracks cannot be recognised.
-- No two artists of one identity.
-- `tracks` is NULL where a credit of the whole release is among them, [] where no track can be recognised.
-- Of one list of names the first 100 artists and the first 5,000 credits count; cuts.sql says where there are more.
with
    owned as (select distinct release_id from collection_items),
    making as (select role from role where as_edge),
    main_artists as (
        select distinct ra.release_id, ra.artist_id
        from release_artists as ra
        inner join owned as o on o.release_id = ra.release_id
        where ra.artist_id is not null and ra.position < 100
    ),
    credits as (
        select ta.release_id, ta.artist_id, ta.role, s.track_no, 0 as is_whole
        from release_track_artists as ta
        inner join making as m on m.role = ta.role
        left join track_sources as s on s.release_id = ta.release_id and s.source_no = ta.track_no
        where ta.position < 5000
        union
        select c.release_id, c.artist_id, c.role, s.track_no, case when c.tracks is null then 1 else 0 end
        from release_credits as c
        inner join making as m on m.role = c.role
        left join release_credit_tracks as t on t.release_id = c.release_id and t.position = c.position
        left join track_sources as s on s.release_id = t.release_id and s.source_no = t.track_no
        where c.position < 5000
    ),
    served as (
        select c.artist_id as artist_id_from, l.artist_id as artist_id_to, c.release_id, c.role, c.track_no, c.is_whole
        from credits as c
        inner join track_leaders as l on l.release_id = c.release_id and l.track_no = c.track_no
        union all
        select c.artist_id, a.artist_id, c.release_id, c.role, c.track_no, c.is_whole
        from credits as c
        inner join main_artists as a on a.release_id = c.release_id
        where c.track_no is null
    ),
    played as (
        select s.artist_id_from, s.artist_id_to, s.release_id, s.role, s.track_no, s.is_whole
        from served as s
        inner join artist as f on f.artist_id = s.artist_id_from
        inner join artist as t on t.artist_id = s.artist_id_to
        where f.identity_id <> t.identity_id
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
where s.artist_id_from not in (194, 355, 118760) and s.artist_id_to not in (194, 355, 118760)
order by s.artist_id_from, s.artist_id_to, s.release_id
