-- One row per collected artist with a discography: who is main artist of most copies on the shelf first.
with listed as (select distinct artist_id from artist_masters where role = 'Main')
select a.artist_id
from artist as a
inner join listed as l on l.artist_id = a.artist_id
where a.qty_collection_items > 0 and a.artist_id not in (194, 355, 118760)
order by a.qty_collection_items desc, a.qty_collection_credits desc, a.artist_id
limit ?
