-- One row per artist who is like another in styles and genres; the most alike first.
select similar_id, similarity, shared
from artist_similarity
where artist_id = $1
order by similarity desc, similar_id
limit 8
