-- One row per spelling of an artist's name and per address that Discogs links, each kind in Discogs' order.
with asked as (select cast(? as bigint) as artist_id)
select 'spelling' as kind, n.position, n.name as text
from artist_name_variations as n
inner join asked as a on a.artist_id = n.artist_id
union all
select 'url', u.position, u.url
from artist_urls as u
inner join asked as a on a.artist_id = u.artist_id
order by kind, position
