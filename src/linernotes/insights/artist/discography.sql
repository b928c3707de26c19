-- One row per artist asked for, entry of the discography and role; oldest first. `is_wanted` if a pressing of it is on
-- the wantlist, `words` are the format descriptions of that pressing.
with
    wanted as (
        select
            case when w.master_id is null then 'release' else 'master' end as type,
            coalesce(w.master_id, w.release_id) as id,
            max(f.descriptions) as words
        from wantlist_items as w
        left join release_formats as f on f.release_id = w.release_id
        group by 1, 2
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
    w.id is not null as is_wanted,
    w.words
from artist_masters as m
left join wanted as w on w.type = m.type and w.id = m.id
where array_contains(cast($1 as bigint[]), m.artist_id)
order by m.artist_id, m.year nulls last, m.title, m.type, m.id, m.role
