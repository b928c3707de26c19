-- One row per identity that is a member of another, a group: any name of either may say so.
with
    members as (
        select member_id, artist_id as group_id from artist_members
        union
        select artist_id, group_id from artist_groups
    )
select distinct m.identity_id as member_identity, g.identity_id as group_identity
from members as x
inner join artist as m on m.artist_id = x.member_id
inner join artist as g on g.artist_id = x.group_id
where m.identity_id <> g.identity_id
