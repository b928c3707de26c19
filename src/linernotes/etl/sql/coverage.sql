-- One row per subject: how much of it is known. `as_of` is the time when the latest document about it was fetched.
-- Releases are the owned ones, each pressing once; artists are the collected ones. Items, discographies and names
-- without an id are known from documents alone: they are counted where the documents are loaded.
-- `known_at` is the rule of etl/run_order.py for times of a clock that was ahead.
with
    owned as (select distinct release_id from collection_items),
    documents as (
        select o.release_id, r.master_id, known_at(r.loaded_at) as loaded_at, case when r.source in ('basic', 'csv') then 0 else 1 end as is_read
        from owned as o
        inner join release as r on r.release_id = o.release_id
    ),
    credited as (
        select release_id from release_credits
        union
        select release_id from release_track_artists where role is not null
    ),
    tracked as (select distinct release_id from release_tracks),
    owned_masters as (
        select distinct d.master_id, case when m.source = 'basic' or m.source is null then 0 else 1 end as is_read,
            known_at(m.loaded_at) as loaded_at, m.year
        from documents as d
        left join master as m on m.master_id = d.master_id
        where d.master_id is not null
    ),
    collected as (
        select distinct ra.artist_id
        from release_artists as ra
        inner join owned as o on o.release_id = ra.release_id
        where ra.artist_id is not null and ra.artist_id not in (194, 355, 118760)
    ),
    collected_artists as (
        select c.artist_id, case when a.source = 'basic' then 0 else 1 end as is_read, known_at(a.loaded_at) as loaded_at
        from collected as c
        inner join artist as a on a.artist_id = c.artist_id
    ),
    albums as (
        select case when m.year is null then 0 else 1 end as is_dated, m.loaded_at
        from owned_masters as m
        union all
        -- a release without a master is the album itself; a CSV export does not say whether it has one
        select case when r.year is null or r.source = 'csv' then 0 else 1 end, known_at(r.loaded_at)
        from owned as o
        inner join release as r on r.release_id = o.release_id
        where r.master_id is null
    ),
    counted as (
        select 'releases' as subject, cast(sum(is_read) as bigint) as known, count(*) as total, max(loaded_at) as as_of from documents
        union all
        select 'releases with credits', count(c.release_id), count(*), max(d.loaded_at)
        from documents as d left join credited as c on c.release_id = d.release_id
        union all
        select 'releases with tracks', count(t.release_id), count(*), max(d.loaded_at)
        from documents as d left join tracked as t on t.release_id = d.release_id
        union all
        select 'masters', cast(sum(is_read) as bigint), count(*), max(loaded_at) from owned_masters
        union all
        select 'albums with their original year', cast(sum(is_dated) as bigint), count(*), max(loaded_at) from albums
        union all
        select 'artists', cast(sum(is_read) as bigint), count(*), max(loaded_at) from collected_artists
    )
select
    subject,
    cast(coalesce(known, 0) as bigint) as known,
    cast(total as bigint) as total,
    as_of
from counted
