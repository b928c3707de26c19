-- One row per owned release, artist who works there in the studio, and artist who leads it: the roles (studio_roles.sql).
-- served_artists.sql has the rule for whose music a credit serves. No group and its member: that is their own record.
with
    working as (
        select s.artist_id_from, s.artist_id_to, s.release_id, array_sort(array_agg(distinct s.role)) as roles
        from served_artists as s
        inner join studio_roles as k on k.role = s.role
        group by s.artist_id_from, s.artist_id_to, s.release_id
    ),
    family as (
        select member_identity as one_identity, group_identity as other_identity from memberships
        union
        select group_identity, member_identity from memberships
    )
select w.artist_id_from, w.artist_id_to, w.release_id, w.roles
from working as w
inner join artist as f on f.artist_id = w.artist_id_from
inner join artist as t on t.artist_id = w.artist_id_to
left join family as m on m.one_identity = f.identity_id and m.other_identity = t.identity_id
where m.one_identity is null
order by w.artist_id_from, w.artist_id_to, w.release_id
