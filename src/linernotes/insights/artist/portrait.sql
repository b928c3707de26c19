-- One row: who an artist is, and the community of the network that holds them (NULL outside of the network).
select
    coalesce(a.display_name, 'Artist ' || a.artist_id) as name,
    a.real_name,
    a.profile,
    a.is_group,
    coalesce(a.qty_collection_items, 0) as items,
    coalesce(a.qty_collection_credits, 0) as credits,
    coalesce(a.image_url, a.thumb_url) as picture_url,
    a.source,
    a.loaded_at,
    v.in_collection,
    v.community_id
from artist as a
left join (select in_collection, community_id from artist_vertex where artist_id = $1) as v on true
where a.artist_id = $1
