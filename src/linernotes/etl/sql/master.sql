-- The basic rows of master: albums that only a discography names, so far without a document of their own.
-- One row per master_id. Several artists may list one album: the row of the lowest artist_id counts.
with
    listed as (
        select
            id as master_id,
            main_release_id,
            title,
            year,
            row_number() over (partition by id order by artist_id, role) as place
        from artist_masters
        where type = 'master'
    ),
    documented as (select master_id as known_id from master)
select
    master_id,
    main_release_id,
    title,
    year,
    cast(null as varchar) as data_quality,
    'basic' as source,
    cast(null as timestamptz) as loaded_at
from listed
left join documented on known_id = master_id
where place = 1 and known_id is null
