-- One row per collected artist and copy on the shelf of which it is a main artist.
select distinct ra.artist_id, c.instance_id
from release_artists as ra
inner join collection_items as c on c.release_id = ra.release_id
where ra.artist_id is not null and ra.artist_id not in (194, 355, 118760)
order by artist_id, instance_id
