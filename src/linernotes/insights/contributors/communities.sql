-- One row per community of two artists or more: the finest level first, on each level the one with most copies.
-- The label of a place of the map begins with the artist who gives it its name. Then come its most central
-- collected artists, or members where none is collected: three names in all, each person under one.
with
    titled as (
        select area_id as community_id, artist_id, share from atlas_area where area_id > 0
    ),
    renamed as (
        select c.community_id, c.label is null as is_unlabelled, t.artist_id as titled_id
        from artist_community as c
        left join titled as t on t.community_id = c.community_id
        where c.qty_artists > 1 and (c.label is null or t.artist_id is not null)
    ),
    members as (
        select m.community_id, m.artist_id, m.centrality, m.artist_id = r.titled_id as is_titled
        from artist_community_members as m
        inner join renamed as r on r.community_id = m.community_id
        inner join artist_vertex as v on v.artist_id = m.artist_id
        where r.is_unlabelled or v.in_collection or m.artist_id = r.titled_id
        union
        -- Who gives a place its name may live in a small community that joined it.
        select t.community_id, t.artist_id, 0.0, true
        from titled as t
        left join artist_community_members as m on m.community_id = t.community_id and m.artist_id = t.artist_id
        where m.artist_id is null
    ),
    people as (
        select
            m.community_id,
            m.artist_id,
            m.centrality,
            coalesce(m.is_titled, false) as is_titled,
            coalesce(v.name, 'Artist ' || v.artist_id) as name,
            row_number() over (
                partition by m.community_id, v.identity_id
                order by coalesce(m.is_titled, false) desc, m.centrality desc, m.artist_id
            ) as name_no
        from members as m
        inner join artist_vertex as v on v.artist_id = m.artist_id
    ),
    ranked as (
        select
            community_id,
            name,
            row_number() over (
                partition by community_id order by is_titled desc, centrality desc, artist_id
            ) as place
        from people
        where name_no = 1
    ),
    named as (
        select
            community_id,
            max(case when place = 1 then name end) as first,
            max(case when place = 2 then name end) as second,
            max(case when place = 3 then name end) as third
        from ranked
        where place <= 3
        group by community_id
    )
select
    c.community_id,
    c.parent_id,
    c.level,
    coalesce(
        n.first || coalesce(' · ' || n.second, '') || coalesce(' · ' || n.third, ''),
        c.label
    ) as label,
    c.qty_artists,
    c.qty_collected,
    c.qty_items,
    t.share
from artist_community as c
left join named as n on n.community_id = c.community_id
left join titled as t on t.community_id = c.community_id
where c.qty_artists > 1
order by c.level desc, c.qty_items desc, c.qty_artists desc, c.community_id
