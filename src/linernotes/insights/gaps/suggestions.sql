-- One row per reason to get an album (or a release without one) with no pressing on the shelf.
-- A reason is one of the identities asked for, each with the name to show and a weight. The album stands in the
-- discography of one of its names, or it is a member of the group that made it (`via_id`).
-- A member has a quarter of the weight, as no list says that they play on it. The 200 albums of most weight.
with
    liked as (
        select
            unnest(cast(? as bigint[])) as identity_id,
            unnest(cast(? as bigint[])) as artist_id,
            unnest(cast(? as double[])) as weight
    ),
    wanted as (
        select
            release_id,
            case when master_id is null then 'release' else 'master' end as type,
            coalesce(master_id, release_id) as id
        from wantlist_items
    ),
    owned as (
        select 'master' as type, r.master_id as id
        from collection_items as c
        inner join release as r on r.release_id = c.release_id
        where r.master_id is not null
        union
        select 'release', release_id from collection_items
        union
        -- a master that the owned pressing does not name yet, of which it is the main release
        select 'master', m.id
        from collection_items as c
        inner join artist_masters as m on m.main_release_id = c.release_id
        where m.type = 'master'
    ),
    listed_with as (
        select type, id, artist_id, role
        from artist_masters
        where role not in ('TrackAppearance', 'UnofficialRelease')
        union
        select w.type, w.id, a.artist_id, 'Main'
        from wanted as w
        inner join release_artists as a on a.release_id = w.release_id
        where a.artist_id is not null
    ),
    entries as (
        select distinct e.type, e.id, a.identity_id, e.artist_id, e.role
        from listed_with as e
        inner join artist as a on a.artist_id = e.artist_id
    ),
    members as (
        select distinct g.identity_id as group_identity, m.identity_id as member_identity
        from artist_relations as r
        inner join artist as g on g.artist_id = r.artist_id_to
        inner join artist as m on m.artist_id = r.artist_id_from
        where r.relation_type = 'group_member'
    ),
    named as (
        select distinct e.type, e.id, l.identity_id, l.artist_id, e.role, cast(null as bigint) as via_id, l.weight
        from entries as e
        inner join liked as l on l.identity_id = e.identity_id
        union all
        select e.type, e.id, l.identity_id, l.artist_id, 'Member', min(e.artist_id), l.weight / 4
        from entries as e
        inner join members as m on m.group_identity = e.identity_id
        inner join liked as l on l.identity_id = m.member_identity
        where e.role = 'Main'
        group by e.type, e.id, e.identity_id, l.identity_id, l.artist_id, l.weight
    ),
    people as (
        select type, id, identity_id, max(weight) as weight from named group by type, id, identity_id
    ),
    scored as (
        select p.type, p.id, cast(sum(p.weight) as double) as score
        from people as p
        left join owned as o on o.type = p.type and o.id = p.id
        where o.id is null
        group by p.type, p.id
    ),
    placed as (
        select type, id, score, row_number() over (order by score desc, type, id) as place from scored
    ),
    best as (select type, id, score, place from placed where place <= 200),
    listed as (
        select
            b.type,
            b.id,
            max(m.title) as title,
            max(m.year) as year,
            max(m.main_release_id) as main_release_id,
            max(m.artist_text) as artists,
            max(m.format) as format
        from best as b
        inner join artist_masters as m on m.type = b.type and m.id = b.id
        group by b.type, b.id
    ),
    wishes as (select type, id, min(release_id) as release_id from wanted group by type, id)
select
    b.type,
    b.id,
    b.score,
    coalesce(t.title, r.title) as title,
    coalesce(t.year, r.year) as year,
    t.main_release_id,
    coalesce(w.release_id, t.main_release_id, case b.type when 'release' then b.id end) as release_id,
    t.artists,
    t.format,
    w.id is not null as is_wanted,
    n.identity_id,
    n.artist_id,
    coalesce(a.display_name, 'Artist ' || a.artist_id) as name,
    n.role,
    n.via_id,
    coalesce(v.display_name, 'Artist ' || v.artist_id) as via
from best as b
inner join named as n on n.type = b.type and n.id = b.id
inner join artist as a on a.artist_id = n.artist_id
left join artist as v on v.artist_id = n.via_id
left join listed as t on t.type = b.type and t.id = b.id
left join wishes as w on w.type = b.type and w.id = b.id
left join release as r on r.release_id = w.release_id
order by b.place, n.weight desc, n.artist_id, n.role
