select master_id, release_id
from release
where master_id is not null
order by master_id, release_id
