-- One row per member of one community: the most central first, ties by who is on most copies.
with asked as (select cast(? as bigint) as community_id)
select
    m.artist_id,
    coalesce(v.name, 'Artist ' || v.artist_id) as name,
    v.in_collection,
    m.centrality,
    coalesce(a.qty_collection_items, 0) as items,
    coalesce(a.qty_collection_credits, 0) as credits
from artist_community_members as m
inner join asked as q on q.community_id = m.community_id
inner join artist_vertex as v on v.artist_id = m.artist_id
inner join artist as a on a.artist_id = m.artist_id
order by m.centrality desc, credits desc, m.artist_id
