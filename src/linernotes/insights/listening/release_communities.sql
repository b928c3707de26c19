-- One row per owned release and community of the top level that one of its main artists belongs to.
select distinct h.release_id, m.community_id
from artist_release_roles as h
inner join artist_community_members as m on m.artist_id = h.artist_id
inner join artist_community as c on c.community_id = m.community_id
where h.relation = 'main' and c.level = 0
    and h.release_id in (select release_id from collection_items)
order by h.release_id, m.community_id
