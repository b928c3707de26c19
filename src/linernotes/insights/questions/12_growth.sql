-- How did the collection grow?
select
    cast(extract(year from added_on) as integer) as in_year,
    count(*) as copies,
    cast(sum(count(*)) over (order by extract(year from added_on)) as bigint) as altogether
from collection_items
where added_on is not null
group by extract(year from added_on)
order by in_year
