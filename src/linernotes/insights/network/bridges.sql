-- One row per bridge musician: whose neighbours belong to two or more of the top communities; most of the
-- shortest paths first. `communities` are the labels of those on its sides, by the alphabet.
with
    sides as (
        select artist_id_from as artist_id, artist_id_to as neighbour_id from artist_edge where artist_id_from != 0
        union all
        select artist_id_to, artist_id_from from artist_edge where artist_id_from != 0
    ),
    tops as (
        select m.artist_id, c.community_id, c.label
        from artist_community_members as m
        inner join artist_community as c on c.community_id = m.community_id
        where c.level = 0
    ),
    reached as (
        select distinct s.artist_id, t.community_id, t.label
        from sides as s
        inner join tops as t on t.artist_id = s.neighbour_id
        where t.label is not null
    ),
    counted as (
        select artist_id, count(*) as qty_communities, array_sort(array_agg(distinct label)) as communities
        from reached
        group by artist_id
    )
select v.artist_id, coalesce(v.name, 'Artist ' || v.artist_id) as name, v.betweenness, c.qty_communities, c.communities
from counted as c
inner join artist_vertex as v on v.artist_id = c.artist_id
where c.qty_communities > 1 and v.betweenness > 0
order by v.betweenness desc, v.artist_id
