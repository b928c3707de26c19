-- One row per artist and role of a discography with a release, or with the album of that main release.
-- The second value is the album's id, NULL if it is not known.
select artist_id, role, title, year, artist_text, label, format, thumb_url
from artist_masters
where id = $1 and type = 'release'
union
select artist_id, role, title, year, artist_text, label, format, thumb_url
from artist_masters
where id = $2 and type = 'master'
union
select artist_id, role, title, year, artist_text, label, format, thumb_url
from artist_masters
where main_release_id = $1
order by artist_id, role
