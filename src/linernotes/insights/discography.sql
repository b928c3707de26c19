-- One row per artist asked for and entry of the discography: its roles (sorted), the formats that are known of it, and how many
-- copies of it are on the shelf, whichever pressing. Oldest first.
with
    asked as (select unnest(cast(? as bigint[])) as artist_id),
    entries as (
        select
            m.artist_id,
            m.type,
            m.id,
            array_sort(array_agg(distinct m.role)) as roles,
            max(m.main_release_id) as main_release_id,
            max(m.title) as title,
            max(m.year) as year,
            max(m.artist_text) as artist_text,
            max(m.format) as format
        from artist_masters as m
        inner join asked as a on a.artist_id = m.artist_id
        group by m.artist_id, m.type, m.id
    ),
    works as (select distinct type, id from entries),
    pressings as (
        select e.type, e.id, r.release_id
        from works as e
        inner join release as r on r.master_id = e.id
        where e.type = 'master'
        union all
        select type, id, id from works where type = 'release'
    ),
    owned as (
        select p.type, p.id, count(*) as copies, min(c.release_id) as release_id
        from pressings as p
        inner join collection_items as c on c.release_id = p.release_id
        group by p.type, p.id
    ),
    wanted as (
        select distinct p.type, p.id
        from pressings as p
        inner join wantlist_items as w on w.release_id = p.release_id
    ),
    described as (
        select p.type, p.id, unnest(f.descriptions) as word
        from pressings as p
        inner join release_formats as f on f.release_id = p.release_id
        where cardinality(f.descriptions) > 0
    ),
    words as (select type, id, array_sort(array_agg(distinct word)) as words from described group by type, id)
select
    e.artist_id,
    e.type,
    e.id,
    e.roles,
    coalesce(o.release_id, e.main_release_id, case e.type when 'release' then e.id end) as release_id,
    coalesce(m.title, e.title) as title,
    coalesce(m.year, e.year) as year,
    e.artist_text,
    e.format,
    w.words,
    coalesce(o.copies, 0) as copies,
    n.id is not null as is_wanted
from entries as e
left join master as m on e.type = 'master' and m.master_id = e.id
left join owned as o on o.type = e.type and o.id = e.id
left join wanted as n on n.type = e.type and n.id = e.id
left join words as w on w.type = e.type and w.id = e.id
order by e.artist_id, year nulls last, title, e.type, e.id
