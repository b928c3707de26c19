-- One row per two artists who are related, lower id first, and one from "me" (0) to every collected artist, as far
-- as both are in artist_vertex, which pruning has left.
with
    ordered as (
        select
            case when artist_id_from < artist_id_to then artist_id_from else artist_id_to end as lower_id,
            case when artist_id_from < artist_id_to then artist_id_to else artist_id_from end as higher_id,
            relation_type,
            weight
        from artist_relations
    ),
    related as (
        select
            lower_id,
            higher_id,
            cast(sum(weight) as bigint) as weight,
            array_sort(array_agg(distinct relation_type)) as relation_types
        from ordered
        group by lower_id, higher_id
    ),
    collected as (
        select ra.artist_id, count(distinct c.instance_id) as weight
        from release_artists as ra
        inner join collection_items as c on c.release_id = ra.release_id
        where ra.artist_id is not null and ra.artist_id not in (194, 355, 118760)
        group by ra.artist_id
    ),
    edges as (
        select lower_id as artist_id_from, higher_id as artist_id_to, weight, relation_types
        from related
        union all
        select cast(0 as bigint), artist_id, weight, cast([] as varchar[])
        from collected
    )
select e.artist_id_from, e.artist_id_to, e.weight, e.relation_types
from edges as e
inner join artist_vertex as f on f.artist_id = e.artist_id_from
inner join artist_vertex as t on t.artist_id = e.artist_id_to
