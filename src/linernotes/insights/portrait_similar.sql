-- One row per artist who is like another in styles and genres; the most alike first. `items` are copies on the shelf.
select s.similar_id, n.display_name as name, s.similarity, s.shared, coalesce(n.qty_collection_items, 0) as items
from artist_similarity as s
inner join artist as n on n.artist_id = s.similar_id
where s.artist_id = ?
order by s.similarity desc, s.similar_id
limit 8
