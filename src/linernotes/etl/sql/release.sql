-- The basic rows of release that masters name: their main releases, where no other document has them.
-- One row per release_id. The year of a master is that of its earliest release, not of this one, so it is left out.
with
    named as (
        select
            main_release_id as release_id,
            master_id,
            title,
            row_number() over (partition by main_release_id order by master_id) as place
        from master
        where main_release_id is not null
    ),
    known as (select release_id as known_id from release)
select
    release_id,
    master_id,
    title,
    cast(null as integer) as year,
    cast(null as varchar) as released,
    cast(null as varchar) as country,
    cast(null as varchar) as data_quality,
    cast(null as varchar) as status,
    cast(null as varchar) as notes,
    cast(null as varchar) as uri,
    cast(null as varchar) as thumb_url,
    cast(null as varchar) as cover_url,
    'basic' as source,
    cast(null as timestamptz) as loaded_at
from named
left join known on known_id = release_id
where place = 1 and known_id is null
