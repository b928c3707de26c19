-- One row per decade in which albums of the shelf first came out, by the master's year; else the release's.
with
    owned as (select distinct release_id from collection_items),
    albums as (
        select
            case when r.master_id is null then -r.release_id else r.master_id end as album_id,
            min(coalesce(m.year, r.year)) as year
        from owned as o
        inner join release as r on r.release_id = o.release_id
        left join master as m on m.master_id = r.master_id
        group by 1
    )
select cast(floor(year / 10) * 10 as integer) as decade, count(*) as albums
from albums
where year is not null
group by 1
order by decade
