-- One row per master with its main release, where that is on the shelf: by its own document, else by a discography.
with
    listed as (
        select id as master_id, min(main_release_id) as release_id
        from artist_masters
        where type = 'master' and main_release_id is not null
        group by id
    ),
    named as (
        select
            coalesce(m.master_id, l.master_id) as master_id,
            coalesce(m.main_release_id, l.release_id) as release_id
        from master as m
        full join listed as l on l.master_id = m.master_id
    )
select master_id, release_id
from named
where release_id in (select release_id from collection_items)
order by master_id
