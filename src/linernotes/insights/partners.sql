-- One row per artist with whom one artist made most albums: name and albums (the weight of their edge).
with
    asked as (select cast(? as bigint) as artist_id),
    edges as (
        select e.artist_id_to as partner_id, e.weight
        from artist_edge as e
        inner join asked as a on a.artist_id = e.artist_id_from
        union all
        select e.artist_id_from, e.weight
        from artist_edge as e
        inner join asked as a on a.artist_id = e.artist_id_to
    )
select p.display_name, e.weight
from edges as e
inner join artist as p on p.artist_id = e.partner_id
where e.partner_id != 0
order by e.weight desc, e.partner_id
limit 10
