-- One row per artist asked for, entry of the discography and role; oldest first.
select
    artist_id,
    type,
    id,
    main_release_id,
    title,
    year,
    artist_text,
    format,
    role
from artist_masters
where array_contains(cast($1 as bigint[]), artist_id)
order by artist_id, year nulls last, title, type, id, role
