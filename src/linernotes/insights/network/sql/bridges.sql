-- One row per bridge musician and community that they reach: those whose neighbours belong to two or more of the top
-- communities; most of the shortest paths first. An identity is one musician: of its names the one on most paths stands
-- for it. At most as many musicians as asked for.
-- Their other names, the groups that they are in and the members of them are no neighbours here.
-- A musician's communities come the strongest connection first: the neighbour there with the heaviest edge (ties: the
-- lowest id), and the albums with them.
with
    people as (
        select artist_id, identity_id, coalesce(name, 'Artist ' || artist_id) as name, betweenness
        from artist_vertex
        where artist_id != 0
    ),
    memberships as (
        select f.identity_id as member_identity, t.identity_id as group_identity
        from artist_relations as r
        inner join artist as f on f.artist_id = r.artist_id_from
        inner join artist as t on t.artist_id = r.artist_id_to
        where r.relation_type = 'group_member'
    ),
    family as (
        select member_identity as identity_id, group_identity as kin_identity from memberships
        union
        select group_identity, member_identity from memberships
    ),
    sides as (
        select artist_id_from as artist_id, artist_id_to as neighbour_id, albums, weight
        from artist_edge
        where artist_id_from != 0
        union all
        select artist_id_to, artist_id_from, albums, weight from artist_edge where artist_id_from != 0
    ),
    tops as (
        select m.artist_id, c.community_id
        from artist_community_members as m
        inner join artist_community as c on c.community_id = m.community_id
        where c.level = 0 and c.label is not null and c.qty_artists > 1
    ),
    reached as (
        select
            s.artist_id,
            t.community_id,
            s.neighbour_id,
            n.name as neighbour,
            s.albums,
            s.weight,
            row_number() over (
                partition by s.artist_id, t.community_id order by s.weight desc, s.neighbour_id
            ) as place
        from sides as s
        inner join people as p on p.artist_id = s.artist_id
        inner join people as n on n.artist_id = s.neighbour_id and n.identity_id <> p.identity_id
        inner join tops as t on t.artist_id = s.neighbour_id
        left join family as f on f.identity_id = p.identity_id and f.kin_identity = n.identity_id
        where f.identity_id is null
    ),
    joined as (select artist_id from reached where place = 1 group by artist_id having count(*) > 1),
    named as (
        select
            p.artist_id,
            p.name,
            p.betweenness,
            row_number() over (partition by p.identity_id order by p.betweenness desc, p.artist_id) as place
        from joined as j
        inner join people as p on p.artist_id = j.artist_id
        where p.betweenness > 0
    ),
    bridges as (
        select
            artist_id,
            name,
            betweenness,
            row_number() over (order by betweenness desc, artist_id) as rank
        from named
        where place = 1
    )
select
    b.artist_id,
    b.name,
    b.betweenness,
    r.community_id,
    r.neighbour_id,
    r.neighbour,
    r.albums
from bridges as b
inner join reached as r on r.artist_id = b.artist_id
where r.place = 1 and b.rank <= ?
order by b.rank, r.weight desc, r.neighbour_id
