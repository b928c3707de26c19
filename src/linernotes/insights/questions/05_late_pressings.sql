-- Which of your pressings came out longest after the album?
select c.release_id, r.title, m.year as album_of, r.year as pressed_in, r.year - m.year as years_later
from collection_items as c
join release as r on r.release_id = c.release_id
join master as m on m.master_id = r.master_id
where r.year > m.year
order by years_later desc, r.title
limit 25
