-- One row per credit of an owned release, and artist whose music it serves: in roles that make music, and in those of
-- the studio. No self-loops, no pseudo-artists, no names without an id, no two artists of one identity.
--
-- A track's credit serves the track's leaders (track_leaders.sql). What stands on a parent track holds for its
-- sub-tracks. A release's credit that names tracks counts as if it stood on each of these tracks.
-- A release's other credits serve its main artists. So does one whose tracks cannot be recognised.
-- `track_no` is NULL where a credit names no track, or none that can be recognised; `is_whole` is 1 in the first case.
-- Of one list of names the first 100 artists and the first 5,000 credits count; cuts.sql says where there are more.
with
    owned as (select distinct release_id from collection_items),
    serving as (
        select role from role where as_edge
        union
        select role from studio_roles
    ),
    main_artists as (
        select distinct ra.release_id, ra.artist_id
        from release_artists as ra
        inner join owned as o on o.release_id = ra.release_id
        where ra.artist_id is not null and ra.position < 100
    ),
    credits as (
        select ta.release_id, ta.artist_id, ta.role, s.track_no, 0 as is_whole
        from release_track_artists as ta
        inner join serving as m on m.role = ta.role
        left join track_sources as s on s.release_id = ta.release_id and s.source_no = ta.track_no
        where ta.position < 5000
        union
        select c.release_id, c.artist_id, c.role, s.track_no, case when c.tracks is null then 1 else 0 end
        from counted_credits as c
        inner join serving as m on m.role = c.role
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
    )
select s.artist_id_from, s.artist_id_to, s.release_id, s.role, s.track_no, s.is_whole
from served as s
inner join artist as f on f.artist_id = s.artist_id_from
inner join artist as t on t.artist_id = s.artist_id_to
where f.identity_id <> t.identity_id
    and s.artist_id_from not in (194, 355, 118760)
    and s.artist_id_to not in (194, 355, 118760)
