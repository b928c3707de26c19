-- One row per owned release and role of its credits, and one per category of these roles.
with
    credited as (
        select release_id, role from release_credits
        union
        select b.release_id, b.role
        from release_borrowed_credits as b
        inner join meta as m on m.key = 'counts_borrowed_credits' and m.value = 'yes'
        union
        select release_id, role from release_track_artists
    ),
    on_shelf as (
        select release_id, role
        from credited
        where role is not null and release_id in (select release_id from collection_items)
    )
select release_id, role as value, role as label from on_shelf
union
select o.release_id, 'any:' || r.category as value, 'Any ' || r.category as label
from on_shelf as o
inner join role as r on r.role = o.role
where r.category != 'unknown'
