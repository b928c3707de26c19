-- One row per track that can be heard, of the releases of which track_leaders has a track, from $first to $last: of type
-- track, without sub-tracks. A release without such rows counts as one track, -1. `has_own`: it, or the line that it
-- belongs to, has artists of its own. `is_open`: credits that name no track perform on it; it has no own artists, or a main
-- artist is one of them.
with
    led_releases as (select distinct release_id from track_leaders),
    parents as (
        select distinct release_id, parent_track_no as track_no
        from release_tracks
        where parent_track_no is not null and release_id between $first and $last
    ),
    listed as (
        select t.release_id, t.track_no
        from release_tracks as t
        inner join led_releases as a on a.release_id = t.release_id
        left join parents as p on p.release_id = t.release_id and p.track_no = t.track_no
        where t.type = 'track' and p.release_id is null and t.release_id between $first and $last
    ),
    with_tracks as (select distinct release_id from listed),
    lines as (
        select release_id, track_no from listed
        union all
        select a.release_id, -1
        from led_releases as a
        left join with_tracks as w on w.release_id = a.release_id
        where w.release_id is null
    ),
    main_artists as (select distinct release_id, artist_id from release_artists where release_id between $first and $last),
    led as (
        select l.release_id, l.track_no, max(case when m.artist_id is not null then 1 else 0 end) as by_main
        from track_leaders as l
        left join main_artists as m on m.release_id = l.release_id and m.artist_id = l.artist_id
        group by l.release_id, l.track_no
    )
select
    l.release_id,
    l.track_no,
    d.release_id is not null as has_own,
    d.release_id is null or d.by_main = 1 as is_open
from lines as l
left join led as d on d.release_id = l.release_id and d.track_no = l.track_no
