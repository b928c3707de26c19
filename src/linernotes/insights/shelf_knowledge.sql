-- One row: the owned releases, those of which more is here than a CSV export has (ids of artists and of the album), and
-- those of which their own document is here (credits, tracks).
select
    count(*) as releases,
    count(*) filter (where r.source <> 'csv') as linked,
    count(*) filter (where r.source not in ('csv', 'basic')) as documented
from (select distinct release_id from collection_items) as o
inner join release as r on r.release_id = o.release_id
