-- One row per (collaborator, owned release) that shows that two artists made music together: the twelve with whom one
-- artist made most albums.
with
    asked as (select cast(? as bigint) as artist_id),
    sides as (
        select r.artist_id_to as partner_id, r.releases
        from artist_relations as r
        inner join asked as a on a.artist_id = r.artist_id_from
        where r.relation_type in ('co_appearance', 'release_role')
        union all
        select r.artist_id_from, r.releases
        from artist_relations as r
        inner join asked as a on a.artist_id = r.artist_id_to
        where r.relation_type in ('co_appearance', 'release_role')
    ),
    shown as (select partner_id, unnest(releases) as release_id from sides),
    told as (
        select distinct
            s.partner_id,
            s.release_id,
            r.title,
            coalesce(m.year, r.year) as year,
            case when r.master_id is null then -r.release_id else r.master_id end as album_id
        from shown as s
        inner join release as r on r.release_id = s.release_id
        left join master as m on m.master_id = r.master_id
    ),
    counted as (select partner_id, count(distinct album_id) as albums from told group by partner_id),
    placed as (
        select partner_id, albums, row_number() over (order by albums desc, partner_id) as place from counted
    )
select p.partner_id, n.display_name as name, p.albums, t.album_id, t.release_id, t.title, t.year
from placed as p
inner join told as t on t.partner_id = p.partner_id
inner join artist as n on n.artist_id = p.partner_id
where p.place <= 12
order by p.place, t.year nulls last, t.release_id
