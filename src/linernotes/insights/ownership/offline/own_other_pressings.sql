-- One row per release that is on no shelf and its master, where a master of the collection is it. The sources are
-- those of own_release.sql, the best one first.
with
    owned as (select distinct release_id from collection_items),
    named as (
        select release_id, 0 as source, title, cast(null as varchar) as artists, master_id
        from release
        union all
        select main_release_id as release_id, 1 as source, title, cast(null as varchar) as artists, master_id
        from master
        union all
        select id as release_id, 2 as source, title, artist_text as artists, master_id
        from artist_masters
        where type = 'release'
        union all
        select main_release_id as release_id, 2 as source, title, artist_text as artists, master_id
        from artist_masters
    ),
    ranked as (
        select
            release_id,
            master_id,
            row_number() over (
                partition by release_id order by source, title nulls last, artists nulls last, master_id
            ) as place
        from named
        where release_id is not null and master_id is not null
    )
select ranked.release_id, ranked.master_id
from ranked
left join owned on owned.release_id = ranked.release_id
where ranked.place = 1 and owned.release_id is null
order by ranked.release_id
