-- One row per partner of an artist, the ten with most albums together: name and albums, each album once.
-- It reads relations, not artist_edge, though `albums` there has the same numbers.
-- Pruning leaves some artists out of the network, and they made music with somebody, too.
with
    asked as (select cast(? as bigint) as artist_id),
    related as (
        select r.artist_id_to as partner_id, r.releases
        from artist_relations as r
        inner join asked as a on a.artist_id = r.artist_id_from
        union all
        select r.artist_id_from, r.releases
        from artist_relations as r
        inner join asked as a on a.artist_id = r.artist_id_to
    ),
    evidence as (select partner_id, unnest(releases) as release_id from related),
    counted as (
        select
            e.partner_id,
            count(distinct case when r.master_id is null then -e.release_id else r.master_id end) as albums
        from evidence as e
        left join release as r on r.release_id = e.release_id
        group by e.partner_id
    )
select p.display_name, c.albums
from counted as c
inner join artist as p on p.artist_id = c.partner_id
order by c.albums desc, c.partner_id
limit 10
