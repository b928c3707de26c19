select r.release_id
from release as r
left join releases_before as b on b.release_id = r.release_id
where b.release_id is null
order by r.release_id
