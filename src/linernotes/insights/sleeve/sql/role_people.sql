-- One row per artist who is credited with a role, with the releases. A name without an id has identity_id NULL.
with
    credited as (
        select release_id, artist_id, name from release_credits where role = $1
        union all
        select b.release_id, b.artist_id, b.name
        from release_borrowed_credits as b
        inner join meta as m on m.key = 'counts_borrowed_credits' and m.value = 'yes'
        where b.role = $1
        union all
        select release_id, artist_id, name from release_track_artists where role = $1
    )
select
    c.artist_id,
    a.identity_id,
    coalesce(a.display_name, case when c.artist_id is null then c.name end, 'Artist ' || c.artist_id) as name,
    array_sort(array_agg(distinct c.release_id)) as releases
from credited as c
left join artist as a on a.artist_id = c.artist_id
group by 1, 2, 3
order by 1, 3
