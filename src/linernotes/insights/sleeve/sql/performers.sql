-- One row per owned release on which somebody performs, with all who do.
with
    performers as (
        select release_id, unnest(performers) as artist_id
        from release_line_ups
        where release_id in (select release_id from collection_items)
    )
select release_id, array_sort(array_agg(distinct artist_id)) as artists
from performers
group by release_id
