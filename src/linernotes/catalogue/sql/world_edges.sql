-- One row per two artists: the albums of edge_albums, each once.
select artist_id_from, artist_id_to, cast(count(distinct album_id) as integer) as albums
from edge_albums
group by artist_id_from, artist_id_to
order by artist_id_from, artist_id_to
