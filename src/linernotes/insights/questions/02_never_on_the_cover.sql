-- Who is on many of your records and never on the cover, under any name?
with
    credited as (
        select distinct a.identity_id, c.instance_id
        from artist_release_roles as p
        join artist as a on a.artist_id = p.artist_id
        join collection_items as c on c.release_id = p.release_id
        where p.artist_id not in (194, 355, 118760)
    )
select i.artist_id, i.display_name as name, count(*) as copies
from credited as c
join artist as i on i.artist_id = c.identity_id
where c.identity_id not in (select identity_id from artist where qty_collection_items > 0)
group by i.artist_id, i.display_name
having count(*) > 1
order by copies desc, name
limit 25
