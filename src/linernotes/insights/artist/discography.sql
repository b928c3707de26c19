-- One row per artist asked for, entry of the discography and role; oldest first. `is_wanted` if a pressing of it is on
-- the wantlist.
with
    wanted as (
        select distinct
            case when master_id is null then 'release' else 'master' end as type,
            coalesce(master_id, release_id) as id
        from wantlist_items
    )
select
    m.artist_id,
    m.type,
    m.id,
    m.main_release_id,
    m.title,
    m.year,
    m.artist_text,
    m.format,
    m.role,
    w.id is not null as is_wanted
from artist_masters as m
left join wanted as w on w.type = m.type and w.id = m.id
where array_contains(cast($1 as bigint[]), m.artist_id)
order by m.artist_id, m.year nulls last, m.title, m.type, m.id, m.role
