-- One row per line-up of two performers or more of an owned release, with its album: its master, or minus the id of a
-- release that has none. Those of more than 60 make no pairs, and no line-ups here. The oldest pressing of an album comes
-- first: that of the earliest year, of several the lowest id.
-- `year` is when the album came out.
-- `is_split`: two main artists stand on two sides of a `/`, so that not all of the performers need be together.
with
    split as (
        select distinct ra.release_id
        from release_artists as ra
        where trim(ra.join_phrase) = '/'
    )
select
    l.release_id,
    case when r.master_id is null then -l.release_id else r.master_id end as album_id,
    coalesce(m.year, r.year) as year,
    l.performers,
    s.release_id is not null as is_split
from release_line_ups as l
inner join release as r on r.release_id = l.release_id
left join master as m on m.master_id = r.master_id
left join split as s on s.release_id = l.release_id
where l.qty_performers between 2 and 60
order by r.year nulls last, l.release_id, l.line_up_no
