-- One row per artist whose discography here lists a release, or the album whose main release it is, and the roles
-- (sorted) that it lists them with: all that is known of a record of which nothing was read.
with
    asked as (select cast(? as bigint) as release_id, cast(? as bigint) as master_id),
    listed as (
        select m.artist_id, m.role, m.title, m.year, m.artist_text, m.label, m.format, m.thumb_url
        from artist_masters as m
        inner join asked as a on m.type = 'release' and m.id = a.release_id
        union all
        select m.artist_id, m.role, m.title, m.year, m.artist_text, m.label, m.format, m.thumb_url
        from artist_masters as m
        inner join asked as a on m.type = 'master' and (m.main_release_id = a.release_id or m.id = a.master_id)
    )
select
    l.artist_id,
    p.display_name as name,
    coalesce(p.qty_collection_credits, 0) as items,
    array_sort(array_agg(distinct l.role)) as roles,
    max(l.title) as title,
    max(l.year) as year,
    max(l.artist_text) as artist_text,
    max(l.label) as label,
    max(l.format) as format,
    max(l.thumb_url) as thumb_url
from listed as l
inner join artist as p on p.artist_id = l.artist_id
group by l.artist_id, p.display_name, p.qty_collection_credits
order by items desc, l.artist_id
