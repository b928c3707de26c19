-- One row per line of a release's track list, and the credits of the release (their positions, ascending; NULL = none)
-- that name the line.
with
    asked as (select cast(? as bigint) as release_id),
    named as (
        select c.track_no, array_sort(array_agg(distinct c.position)) as credits
        from release_credit_tracks as c
        inner join asked as a on a.release_id = c.release_id
        group by c.track_no
    )
select t.track_no, t.parent_track_no, t.position, t.type, t.title, t.duration, t.duration_seconds, n.credits
from release_tracks as t
inner join asked as a on a.release_id = t.release_id
left join named as n on n.track_no = t.track_no
order by t.track_no
