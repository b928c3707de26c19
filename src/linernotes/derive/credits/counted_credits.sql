-- The credits that derivation counts where borrowed ones count, too: one row per role of a credit of a release.
-- A borrowed credit is one of the whole release, and stands after all of the release's own.
with
    listed as (select release_id, max(position) + 1 as qty from release_credits group by release_id)
select release_id, position, role_no, artist_id, name, role, tracks
from release_credits
union all
select
    b.release_id,
    cast(coalesce(l.qty, 0) + b.position as integer) as position,
    b.role_no,
    b.artist_id,
    b.name,
    b.role,
    cast(null as varchar) as tracks
from release_borrowed_credits as b
left join listed as l on l.release_id = b.release_id
