-- One row per subject: how much of it is known. `as_of` is the time when the latest document about it was fetched.
-- Releases are the owned ones, each pressing once; wants are the releases of the wantlist; artists are the collected ones. Items, discographies and names
-- without an id are known from documents alone: they are counted where the documents are loaded. What rests on the
-- performers of tracks is derived before this: whose groups are known (a document of theirs is here, or one of a group
-- that names them), whose names have an id, and which tracks make pairs.
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
    borrowing as (select distinct release_id from release_borrowed_credits),
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
    wanted as (
        select w.release_id, known_at(r.loaded_at) as loaded_at, case when r.source in ('basic', 'csv') then 0 else 1 end as is_read
        from wantlist_items as w
        inner join release as r on r.release_id = w.release_id
    ),
    performing as (select role from role where performs),
    named_performers as (
        select ra.release_id, ra.artist_id, ra.name from release_artists as ra
        inner join owned as o on o.release_id = ra.release_id
        union
        select c.release_id, c.artist_id, c.name from release_credits as c
        inner join owned as o on o.release_id = c.release_id
        inner join performing as p on p.role = c.role
        union
        select t.release_id, t.artist_id, t.name from release_track_artists as t
        inner join owned as o on o.release_id = t.release_id
        left join performing as p on p.role = t.role
        where t.role is null or p.role is not null
    ),
    credited_performers as (select distinct unnest(credited) as artist_id from release_line_ups),
    with_known_groups as (
        select identity_id, known_at(loaded_at) as loaded_at from artist where source <> 'basic'
        union all
        select a.identity_id, null from artist_members as m inner join artist as a on a.artist_id = m.member_id
    ),
    known_identities as (
        select identity_id, max(loaded_at) as loaded_at from with_known_groups group by identity_id
    ),
    credited_people as (
        select a.identity_id, max(case when a.is_group then 1 else 0 end) as is_group
        from credited_performers as c
        inner join artist as a on a.artist_id = c.artist_id
        group by a.identity_id
    ),
    paired_tracks as (
        select coalesce(cardinality(tracks), 1) as qty, case when qty_performers > 60 then 0 else 1 end as is_paired
        from release_line_ups
        where qty_performers > 1
    ),
    counted as (
        select 'releases' as subject, cast(sum(is_read) as bigint) as known, count(*) as total, max(loaded_at) as as_of from documents
        union all
        select 'releases with credits', count(c.release_id), count(*), max(d.loaded_at)
        from documents as d left join credited as c on c.release_id = d.release_id
        union all
        select 'releases with borrowed credits', count(b.release_id), count(*), max(d.loaded_at)
        from documents as d left join borrowing as b on b.release_id = d.release_id
        union all
        select 'releases with tracks', count(t.release_id), count(*), max(d.loaded_at)
        from documents as d left join tracked as t on t.release_id = d.release_id
        union all
        select 'wants', cast(sum(is_read) as bigint), count(*), max(loaded_at) from wanted
        union all
        select 'wants with credits', count(c.release_id), count(*), max(w.loaded_at)
        from wanted as w left join credited as c on c.release_id = w.release_id
        union all
        select 'masters', cast(sum(is_read) as bigint), count(*), max(loaded_at) from owned_masters
        union all
        select 'albums with their original year', cast(sum(is_dated) as bigint), count(*), max(loaded_at) from albums
        union all
        select 'artists', cast(sum(is_read) as bigint), count(*), max(loaded_at) from collected_artists
        union all
        select 'performers with an id', count(artist_id), count(*), (select max(loaded_at) from documents)
        from named_performers
        union all
        select 'musicians whose groups are known', count(k.identity_id), count(*), max(k.loaded_at)
        from credited_people as c left join known_identities as k on k.identity_id = c.identity_id
        where c.is_group = 0
        union all
        select 'tracks of 60 performers at most', cast(sum(qty * is_paired) as bigint), cast(sum(qty) as bigint),
            (select max(loaded_at) from documents)
        from paired_tracks
    )
select
    subject,
    cast(coalesce(known, 0) as bigint) as known,
    cast(total as bigint) as total,
    as_of
from counted
