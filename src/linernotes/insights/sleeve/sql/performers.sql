-- One row per artist who performs on any of the releases $1, with those of them.
with
    wanted as (select unnest(cast($1 as bigint[])) as release_id),
    performers as (
        select l.release_id, unnest(l.performers) as artist_id
        from release_line_ups as l
        inner join wanted as w on w.release_id = l.release_id
    )
select
    p.artist_id,
    a.identity_id,
    coalesce(a.display_name, 'Artist ' || p.artist_id) as name,
    array_sort(array_agg(distinct p.release_id)) as releases
from performers as p
inner join artist as a on a.artist_id = p.artist_id
group by 1, 2, 3
order by 1
