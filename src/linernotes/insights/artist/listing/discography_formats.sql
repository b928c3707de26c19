-- One row per entry asked for, known pressing of it and carrier: how the carrier is described. An entry is a release, or a
-- master with its main release: its pressings are those that name it, in a document or in a list, and the main release.
-- Pressings are known that are owned or wanted, and main releases that have landed.
with
    entries as (
        select
            unnest(cast($1 as varchar[])) as type,
            unnest(cast($2 as bigint[])) as id,
            unnest(cast($3 as bigint[])) as main_release_id
    ),
    of_masters as (
        select master_id, release_id from release where master_id is not null
        union
        select master_id, release_id from collection_items where master_id is not null
        union
        select master_id, release_id from wantlist_items where master_id is not null
    ),
    pressings as (
        select e.type, e.id, p.release_id
        from entries as e
        inner join of_masters as p on p.master_id = e.id
        where e.type = 'master'
        union
        select type, id, case type when 'release' then id else main_release_id end from entries
    )
select p.type, p.id, f.descriptions
from pressings as p
inner join release_formats as f on f.release_id = p.release_id
where f.descriptions is not null
