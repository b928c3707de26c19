-- Which of your records do many want for each one who has it?
select s.release_id, r.title, s.have, s.want, round(cast(s.want as double) / nullif(s.have, 0), 2) as want_per_have
from release_stats as s
join release as r on r.release_id = s.release_id
where s.release_id in (select release_id from collection_items) and s.want is not null
    and s.loaded_at = (select max(l.loaded_at) from release_stats as l where l.release_id = s.release_id)
order by want_per_have desc nulls last, r.title
limit 25
