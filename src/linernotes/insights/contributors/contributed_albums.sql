-- One row per (identity of a list, album): what it does there of one kind of work, on any pressing, under any name.
-- Also the oldest pressing here that says so, with its title: that of the earliest year, of several the lowest id.
-- Albums are masters, or releases that have none; in the order in which they came out.
with
    asked as (select unnest(cast(? as bigint[])) as identity_id),
    contributions as (
        select 'performance' as work, identity_id, release_id, roles from sideman_releases
        union all
        select work, identity_id, release_id, roles from staff_releases
    ),
    done as (
        select
            c.identity_id,
            c.release_id,
            c.roles,
            case when r.master_id is null then -c.release_id else r.master_id end as album_id,
            r.title,
            r.year as pressed,
            coalesce(m.year, r.year) as year
        from contributions as c
        inner join asked as a on a.identity_id = c.identity_id
        inner join release as r on r.release_id = c.release_id
        left join master as m on m.master_id = r.master_id
        where c.work = ?
    ),
    placed as (
        select
            identity_id,
            album_id,
            release_id,
            title,
            year,
            row_number() over (partition by identity_id, album_id order by pressed nulls last, release_id) as place
        from done
    ),
    parts as (select identity_id, album_id, unnest(roles) as role from done),
    named as (
        select identity_id, album_id, array_sort(array_agg(distinct role)) as roles
        from parts
        group by identity_id, album_id
    )
select p.identity_id, p.release_id, p.title, n.roles
from placed as p
inner join named as n on n.identity_id = p.identity_id and n.album_id = p.album_id
where p.place = 1
order by p.identity_id, p.year nulls last, p.release_id
