-- One row per release without a master, of the releases from $first to $last, as a discography lists it. `listed_carriers`
-- has what is written of a carrier.
with
    alone as (
        select release_id, title, year from release where master_id is null and release_id between $first and $last
    ),
    labels as (
        select
            l.release_id,
            array_sort(array_agg(struct_pack(position := l.position, text := coalesce(l.name, '')))) as pieces
        from release_labels as l
        inner join alone as r on r.release_id = l.release_id
        group by l.release_id
    ),
    carriers as (
        select f.release_id, array_sort(array_agg(struct_pack(position := f.position, text := c.text))) as pieces
        from release_formats as f
        inner join alone as r on r.release_id = f.release_id
        inner join listed_carriers as c
            on
                c.name is not distinct from f.name
                and c.quantity is not distinct from f.quantity
                and c.descriptions is not distinct from f.descriptions
        group by f.release_id
    )
select
    'release' as type,
    r.release_id as id,
    cast(null as bigint) as master_id,
    cast(null as bigint) as main_release_id,
    r.title,
    r.year,
    nullif(trim(array_to_string(list_transform(l.pieces, lambda piece: piece.text), ', ')), '') as label,
    nullif(trim(array_to_string(list_transform(c.pieces, lambda piece: piece.text), ' + ')), '') as format
from alone as r
left join labels as l on l.release_id = r.release_id
left join carriers as c on c.release_id = r.release_id
