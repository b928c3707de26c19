-- One row of counts. `releases` are owned; of `linked` more is here than a CSV export has (ids of artists and of the
-- album); of `documented` their own document is here (credits, tracks); of `dated` the album's first year is known.
-- `unlisted` are copies that Discogs counts and no listing has. `unread_artists` are collected artists
-- without a document.
-- A release without a master is the album itself. A CSV export does not say whether a release has a master.
select
    count(*) as releases,
    count(*) filter (where r.source <> 'csv') as linked,
    count(*) filter (where r.source not in ('csv', 'basic')) as documented,
    count(*) filter (
        where case when o.master_id is null then r.source <> 'csv' and r.year is not null else m.year is not null end
    ) as dated,
    coalesce((select greatest(total - known, 0) from coverage where subject = 'items'), 0) as unlisted,
    coalesce((select greatest(total - known, 0) from coverage where subject = 'artists'), 0) as unread_artists
from (
    select c.release_id, coalesce(max(c.master_id), max(p.master_id)) as master_id
    from collection_items as c
    left join release as p on p.release_id = c.release_id
    group by c.release_id
) as o
inner join release as r on r.release_id = o.release_id
left join master as m on m.master_id = o.master_id
