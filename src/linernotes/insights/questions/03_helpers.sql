-- Who helps others most: who plays on most albums of somebody else, and as what?
with
    helped as (
        select distinct s.identity_id, s.release_id, a.identity_id as leader_id, coalesce(r.master_id, -r.release_id) as album
        from sideman_releases as s
        join release as r on r.release_id = s.release_id
        join release_artists as ra on ra.release_id = s.release_id
        join artist as a on a.artist_id = ra.artist_id
        where a.artist_id not in (194, 355, 118760)
    ),
    played as (select identity_id, release_id, unnest(roles) as role from sideman_releases),
    parts as (
        select h.identity_id, h.leader_id, array_sort(array_agg(distinct p.role)) as roles
        from helped as h
        join played as p on p.identity_id = h.identity_id and p.release_id = h.release_id
        group by h.identity_id, h.leader_id
    ),
    counted as (
        select identity_id, leader_id, count(distinct album) as albums
        from helped
        group by identity_id, leader_id
    )
select
    c.identity_id as artist_id,
    m.display_name as musician,
    l.display_name as on_albums_of,
    c.albums,
    p.roles
from counted as c
join parts as p on p.identity_id = c.identity_id and p.leader_id = c.leader_id
join artist as l on l.artist_id = c.leader_id
join artist as m on m.artist_id = c.identity_id
order by albums desc, musician, on_albums_of
limit 25
