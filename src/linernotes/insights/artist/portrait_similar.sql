-- One row per name that is like an artist in styles and genres, other names of the artist and of one another too; the most
-- alike first.
select similar_id, similarity, shared
from artist_similarity
where artist_id = $1
order by similarity desc, similar_id
