-- One row per line of a release's track list, and the credits of the release (their positions, ascending; NULL = none)
-- that name the line.
with
    named as (
        select track_no, array_sort(array_agg(distinct position)) as credits
        from release_credit_tracks
        where release_id = $1
        group by track_no
    )
select t.track_no, t.parent_track_no, t.position, t.type, t.title, t.duration, t.duration_seconds, n.credits
from release_tracks as t
left join named as n on n.track_no = t.track_no
where t.release_id = $1
order by t.track_no
