-- One row per line of what is printed on a release, apart from its people and tracks: labels, formats, identifiers,
-- companies, series, genres, styles and videos. A label's "none" is no number. In no order: to sort them here takes
-- longer than to read them.
select
    'label' as kind,
    position,
    label_id as id,
    name,
    case when lower(catalog_number) != 'none' then catalog_number end as value,
    cast(null as varchar) as detail,
    cast(null as integer) as number,
    cast(null as varchar[]) as words
from release_labels
where release_id = $1
union all
select 'format', position, null, name, text, null, quantity, descriptions
from release_formats
where release_id = $1
union all
select 'identifier', position, null, type, value, description, null, null
from release_identifiers
where release_id = $1
union all
select 'company', position, company_id, name, catalog_number, entity_type_name, null, null
from release_companies
where release_id = $1
union all
select 'series', position, series_id, name, catalog_number, null, null, null
from release_series
where release_id = $1
union all
select 'genre', position, null, genre, null, null, null, null
from release_genres
where release_id = $1
union all
select 'style', position, null, style, null, null, null, null
from release_styles
where release_id = $1
union all
select 'video', position, null, title, url, null, duration_seconds, null
from release_videos
where release_id = $1
