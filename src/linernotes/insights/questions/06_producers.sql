-- Which producers stand behind your records, and whose?
with produced as (
    select distinct c.artist_id, c.release_id
    from release_credits as c
    join collection_items as i on i.release_id = c.release_id
    where c.role = 'Producer' and c.artist_id is not null
)
select p.artist_id, a.display_name as producer, w.display_name as for_whom, count(*) as records
from produced as p
join artist as a on a.artist_id = p.artist_id
join release_artists as ra on ra.release_id = p.release_id
join artist as w on w.artist_id = ra.artist_id
group by p.artist_id, a.display_name, w.display_name
order by records desc, producer, for_whom
limit 25
