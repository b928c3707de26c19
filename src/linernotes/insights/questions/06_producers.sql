-- Which producers stand behind your records, and whose?
select
    s.identity_id as artist_id,
    p.display_name as producer,
    w.display_name as albums_by,
    count(distinct coalesce(r.master_id, -r.release_id)) as albums
from staff_releases as s
join release as r on r.release_id = s.release_id
join artist as p on p.artist_id = s.identity_id
join release_artists as ra on ra.release_id = s.release_id
join artist as w on w.artist_id = ra.artist_id
where s.work = 'production'
group by s.identity_id, p.display_name, w.artist_id, w.display_name
order by albums desc, producer, albums_by
limit 25
