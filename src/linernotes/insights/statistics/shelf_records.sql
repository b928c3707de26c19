-- One row per owned release: when this pressing came out, as printed, and how long it plays. An index track counts with
-- its own duration if that is known, else with its sub-tracks': never with both. `timed` counts lines with
-- a duration, `untimed` those without; headings are no lines.
with
    owned as (select distinct release_id from collection_items),
    lines as (
        select t.release_id, t.track_no, t.parent_track_no, t.type, t.duration_seconds as seconds
        from release_tracks as t
        inner join owned as o on o.release_id = t.release_id
        where t.type != 'heading'
    ),
    parents as (
        select release_id, parent_track_no as track_no, count(*) as parts
        from lines
        where parent_track_no is not null
        group by release_id, parent_track_no
    ),
    -- a work with a duration counts alone; a work without one counts by its sub-tracks
    counted as (
        select l.release_id, l.seconds
        from lines as l
        left join parents as p on p.release_id = l.release_id and p.track_no = l.track_no
        left join lines as w on w.release_id = l.release_id and w.track_no = l.parent_track_no
        left join lines as g on g.release_id = w.release_id and g.track_no = w.parent_track_no
        where (l.seconds is not null or p.parts is null) and w.seconds is null and g.seconds is null
    ),
    times as (
        select
            release_id,
            cast(sum(seconds) as bigint) as seconds,
            count(seconds) as timed,
            count(*) - count(seconds) as untimed
        from counted
        group by release_id
    )
select
    o.release_id,
    r.released,
    t.seconds,
    coalesce(t.timed, 0) as timed,
    coalesce(t.untimed, 0) as untimed
from owned as o
left join release as r on r.release_id = o.release_id
left join times as t on t.release_id = o.release_id
order by o.release_id
