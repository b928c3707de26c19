-- One row per artist with whom another one made music, and direction: the owned releases that show it.
with
    sides as (
        select artist_id_to as partner_id, releases
        from artist_relations
        where artist_id_from = $1 and relation_type in ('co_appearance', 'release_role')
        union all
        select artist_id_from, releases
        from artist_relations
        where artist_id_to = $1 and relation_type in ('co_appearance', 'release_role')
    )
select s.partner_id, n.display_name as name, s.releases
from sides as s
inner join artist as n on n.artist_id = s.partner_id
order by s.partner_id
