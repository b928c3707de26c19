-- One row per line of what is printed on a release, apart from its people and tracks: labels, formats, identifiers,
-- companies, series, genres, styles and videos, each kind in Discogs' order.
with asked as (select cast(? as bigint) as release_id)
select
    'label' as kind,
    l.position,
    l.label_id as id,
    l.name,
    l.catalog_number as value,
    cast(null as varchar) as detail,
    cast(null as integer) as number,
    cast(null as varchar[]) as words
from release_labels as l
inner join asked as a on a.release_id = l.release_id
union all
select 'format', f.position, null, f.name, f.text, null, f.quantity, f.descriptions
from release_formats as f
inner join asked as a on a.release_id = f.release_id
union all
select 'identifier', i.position, null, i.type, i.value, i.description, null, null
from release_identifiers as i
inner join asked as a on a.release_id = i.release_id
union all
select 'company', c.position, c.company_id, c.name, c.catalog_number, c.entity_type_name, null, null
from release_companies as c
inner join asked as a on a.release_id = c.release_id
union all
select 'series', s.position, s.series_id, s.name, s.catalog_number, null, null, null
from release_series as s
inner join asked as a on a.release_id = s.release_id
union all
select 'genre', g.position, null, g.genre, null, null, null, null
from release_genres as g
inner join asked as a on a.release_id = g.release_id
union all
select 'style', s.position, null, s.style, null, null, null, null
from release_styles as s
inner join asked as a on a.release_id = s.release_id
union all
select 'video', v.position, null, v.title, v.url, null, v.duration_seconds, null
from release_videos as v
inner join asked as a on a.release_id = v.release_id
order by kind, position
