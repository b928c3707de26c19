-- One row per track of an owned release that can be heard: of type track, without sub-tracks. A release without such
-- rows counts as one track, -1.
-- `artists_no`: the line whose own artists lead it: itself, else its parent; NULL where neither names any.
with
    owned as (select distinct release_id from collection_items),
    parents as (
        select distinct release_id, parent_track_no as track_no from release_tracks where parent_track_no is not null
    ),
    listed as (
        select t.release_id, t.track_no, t.parent_track_no
        from release_tracks as t
        inner join owned as o on o.release_id = t.release_id
        left join parents as p on p.release_id = t.release_id and p.track_no = t.track_no
        where t.type = 'track' and p.release_id is null
    ),
    with_tracks as (select distinct release_id from listed),
    lines as (
        select release_id, track_no, parent_track_no from listed
        union all
        select o.release_id, -1, cast(null as integer)
        from owned as o
        left join with_tracks as w on w.release_id = o.release_id
        where w.release_id is null
    ),
    naming as (select distinct release_id, track_no from release_track_artists where role is null and position < 100)
select
    l.release_id,
    l.track_no,
    l.parent_track_no,
    case
        when own.track_no is not null then l.track_no
        when parents_own.track_no is not null then l.parent_track_no
    end as artists_no
from lines as l
left join naming as own on own.release_id = l.release_id and own.track_no = l.track_no
left join naming as parents_own
    on parents_own.release_id = l.release_id and parents_own.track_no = l.parent_track_no
