-- One row per other pressing of the same album that is owned or wanted, with its copies; owned ones first.
with
    asked as (select master_id, release_id from release where release_id = ? and master_id is not null),
    owned as (select release_id, count(*) as copies from collection_items group by release_id),
    wanted as (select release_id from wantlist_items)
select
    r.release_id,
    r.title,
    r.year,
    r.country,
    coalesce(o.copies, 0) as copies,
    w.release_id is not null as is_wanted
from release as r
inner join asked as a on a.master_id = r.master_id
left join owned as o on o.release_id = r.release_id
left join wanted as w on w.release_id = r.release_id
where r.release_id != a.release_id and (o.copies is not null or w.release_id is not null)
order by case when o.copies is null then 1 else 0 end, r.year nulls last, r.release_id
