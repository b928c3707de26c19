-- Who has records of their own on your shelf, and is in a band that has some, too?
select
    m.artist_id,
    m.display_name as musician,
    g.display_name as band,
    m.qty_collection_items as own,
    g.qty_collection_items as of_the_band
from artist_relations as x
join artist as m on m.artist_id = x.artist_id_from
join artist as g on g.artist_id = x.artist_id_to
where x.relation_type = 'group_member' and m.qty_collection_items > 0 and g.qty_collection_items > 0
order by own desc, musician, band
