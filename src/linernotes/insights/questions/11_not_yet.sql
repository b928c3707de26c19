-- Which artists do you own most of, and how many of their listed albums and singles are missing?
with
    owned as (select distinct master_id from collection_items),
    albums as (
        select distinct d.artist_id, d.id as master_id, case when o.master_id is null then 0 else 1 end as is_here
        from artist_masters as d
        left join owned as o on o.master_id = d.id
        where d.type = 'master' and d.role = 'Main'
    )
select
    a.artist_id,
    a.display_name as name,
    cast(sum(b.is_here) as bigint) as here,
    cast(sum(1 - b.is_here) as bigint) as missing,
    coalesce(max(c.total - c.known), 0) as not_read
from albums as b
join artist as a on a.artist_id = b.artist_id
left join coverage as c on c.subject = concat('discography of artist ', b.artist_id)
group by a.artist_id, a.display_name
having max(b.is_here) = 1
order by here desc, missing desc, name
limit 25
