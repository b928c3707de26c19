-- The network before pruning: one row per two artists who are related, lower id first.
with
    ordered as (
        select
            least(artist_id_from, artist_id_to) as lower_id,
            greatest(artist_id_from, artist_id_to) as higher_id,
            weight
        from artist_relations
    )
select lower_id, higher_id, cast(sum(weight) as bigint) as weight
from ordered
group by lower_id, higher_id
