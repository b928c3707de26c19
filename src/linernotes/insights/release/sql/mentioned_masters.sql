-- One row per album out of those asked for that is known here: id, title, and the pressing to look at, one that is owned
-- before its main release.
with
    owned as (
        select r.master_id, min(r.release_id) as release_id
        from release as r
        inner join collection_items as c on c.release_id = r.release_id
        where r.master_id in (select unnest(cast($1 as bigint[])))
        group by r.master_id
    )
select m.master_id as id, m.title as name, coalesce(o.release_id, m.main_release_id) as pressing_id
from master as m
left join owned as o on o.master_id = m.master_id
where m.master_id in (select unnest(cast($1 as bigint[])))
