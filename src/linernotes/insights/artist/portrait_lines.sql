-- One row per spelling of an artist's name and per address that Discogs links, each kind in Discogs' order.
select 'spelling' as kind, position, name as text from artist_name_variations where artist_id = $1
union all
select 'url', position, url from artist_urls where artist_id = $1
order by kind, position
