-- Who is on many of your records and never on the cover, under any name?
select a.artist_id, a.display_name as name, a.qty_collection_credits as copies
from artist as a
where a.identity_id not in (select identity_id from artist where qty_collection_items > 0)
    and a.qty_collection_credits > 1 and a.artist_id not in (194, 355, 118760)
order by copies desc, name
limit 25
