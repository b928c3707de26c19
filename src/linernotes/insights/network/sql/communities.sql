-- One row per community of two artists or more: the finest level first, on each level the one with most copies.
-- The label of one without a collected artist names its three most central members, each person under one name.
with
    unnamed as (select community_id from artist_community where label is null and qty_artists > 1),
    people as (
        select
            m.community_id,
            m.artist_id,
            m.centrality,
            coalesce(v.name, 'Artist ' || v.artist_id) as name,
            row_number() over (
                partition by m.community_id, v.identity_id order by m.centrality desc, m.artist_id
            ) as name_no
        from artist_community_members as m
        inner join unnamed as u on u.community_id = m.community_id
        inner join artist_vertex as v on v.artist_id = m.artist_id
    ),
    ranked as (
        select
            community_id,
            name,
            row_number() over (partition by community_id order by centrality desc, artist_id) as place
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
        c.label,
        n.first || coalesce(' · ' || n.second, '') || coalesce(' · ' || n.third, '')
    ) as label,
    c.qty_artists,
    c.qty_collected,
    c.qty_items
from artist_community as c
left join named as n on n.community_id = c.community_id
where c.qty_artists > 1
order by c.level desc, c.qty_items desc, c.qty_artists desc, c.community_id
