-- One row per two artists who are related, lower id first: the edges of the network before pruning.
-- albums: distinct albums over all relations of the two. It is no sum of their weights: two relations may rest on the
-- same album.
-- weight: the sum over these albums of 1 / (n - 1), plus 1 where family connects them.
-- n: performers (identities) on the smallest track of the album's owned pressings on which both perform. Where there is
-- no such track, all artists on these pressings who make music: main artists, tracks' own artists, and credits.
-- Sums are of whole units, 10^18 to one: a sum of floats depends on its order, and engines round decimals differently.
with
    ordered as (
        select
            least(artist_id_from, artist_id_to) as lower_id,
            greatest(artist_id_from, artist_id_to) as higher_id,
            relation_type,
            releases
        from artist_relations
    ),
    pairs as (
        select
            lower_id,
            higher_id,
            max(case when relation_type in ('artist_alias', 'group_member') then 1 else 0 end) as is_family,
            array_sort(array_agg(distinct relation_type)) as relation_types
        from ordered
        group by lower_id, higher_id
    ),
    evidence as (select distinct lower_id, higher_id, unnest(releases) as release_id from ordered),
    albums as (
        select distinct e.lower_id, e.higher_id, o.album_id
        from evidence as e
        inner join owned_albums as o on o.release_id = e.release_id
    ),
    together as (
        select c.artist_id_from as lower_id, c.artist_id_to as higher_id, o.album_id, min(c.performers) as n
        from co_player_releases as c
        inner join owned_albums as o on o.release_id = c.release_id
        group by c.artist_id_from, c.artist_id_to, o.album_id
    ),
    crowds as (
        select o.album_id, l.release_id, l.line_up_no, l.qty_performers, unnest(l.performers) as artist_id
        from release_line_ups as l
        inner join owned_albums as o on o.release_id = l.release_id
        where l.qty_performers > 60
    ),
    in_crowds as (
        select a.lower_id, a.higher_id, a.album_id, min(f.qty_performers) as n
        from albums as a
        inner join crowds as f on f.album_id = a.album_id and f.artist_id = a.lower_id
        inner join crowds as t
            on t.release_id = f.release_id and t.line_up_no = f.line_up_no and t.artist_id = a.higher_id
        left join artists_apart as x
            on x.release_id = f.release_id and x.artist_id_from = a.lower_id and x.artist_id_to = a.higher_id
        where x.release_id is null
        group by a.lower_id, a.higher_id, a.album_id
    ),
    credited as (
        select artist_id, release_id, unnest(roles) as role from artist_release_roles where relation = 'credit'
    ),
    makers as (
        select c.release_id, c.artist_id
        from credited as c
        inner join role as r on r.role = c.role
        where r.as_edge
        union
        select release_id, artist_id from artist_release_roles where relation in ('main', 'track')
    ),
    casts as (
        select o.album_id, count(distinct a.identity_id) as n
        from makers as m
        inner join owned_albums as o on o.release_id = m.release_id
        inner join artist as a on a.artist_id = m.artist_id
        where m.artist_id not in (194, 355, 118760)
        group by o.album_id
    ),
    strengths as (
        select
            a.lower_id,
            a.higher_id,
            cast(1 as double) / nullif(greatest(coalesce(t.n, i.n, c.n, 2), 2) - 1, 0) as strength
        from albums as a
        left join together as t
            on t.lower_id = a.lower_id and t.higher_id = a.higher_id and t.album_id = a.album_id
        left join in_crowds as i
            on i.lower_id = a.lower_id and i.higher_id = a.higher_id and i.album_id = a.album_id
        left join casts as c on c.album_id = a.album_id
    ),
    counted as (
        select lower_id, higher_id, cast(cast(round(strength * 1e18) as bigint) as decimal(38, 0)) as units
        from strengths
    ),
    summed as (
        select lower_id, higher_id, count(*) as albums, cast(sum(units) as double) / 1e18 as strength
        from counted
        group by lower_id, higher_id
    )
select
    p.lower_id,
    p.higher_id,
    cast(coalesce(s.albums, 0) as integer) as albums,
    coalesce(s.strength, 0) + p.is_family as weight,
    p.relation_types
from pairs as p
left join summed as s on s.lower_id = p.lower_id and s.higher_id = p.higher_id
order by p.lower_id, p.higher_id
