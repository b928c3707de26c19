-- One row per relative of one artist, by kind and name: members, groups and aliases, then one step further:
-- the members' other groups and the groups' other members; `via` names the one in between.
with
    asked as (select cast(? as bigint) as artist_id),
    memberships as (
        select artist_id as group_id, member_id, is_active from artist_members
        union
        select group_id, artist_id, is_active from artist_groups
    ),
    pairs as (
        select group_id, member_id, max(coalesce(cast(is_active as integer), -1)) as activity
        from memberships
        group by group_id, member_id
    ),
    other_names as (
        select artist_id, alias_id from artist_aliases
        union
        select alias_id, artist_id from artist_aliases
    ),
    relatives as (
        select 1 as place, 'member' as kind, p.member_id as artist_id, p.activity, cast(null as bigint) as via_id
        from pairs as p
        inner join asked as a on a.artist_id = p.group_id
        union all
        select 2, 'group', p.group_id, p.activity, null
        from pairs as p
        inner join asked as a on a.artist_id = p.member_id
        union all
        select 3, 'alias', n.alias_id, -1, null
        from other_names as n
        inner join asked as a on a.artist_id = n.artist_id
        union all
        select 4, 'other group', o.group_id, o.activity, o.member_id
        from pairs as p
        inner join asked as a on a.artist_id = p.group_id
        inner join pairs as o on o.member_id = p.member_id
        where o.group_id != a.artist_id
        union all
        select 5, 'fellow member', o.member_id, o.activity, o.group_id
        from pairs as p
        inner join asked as a on a.artist_id = p.member_id
        inner join pairs as o on o.group_id = p.group_id
        where o.member_id != a.artist_id
    )
select
    r.kind,
    r.artist_id,
    n.display_name as name,
    case r.activity when 1 then true when 0 then false end as is_active,
    coalesce(n.qty_collection_items, 0) as items,
    v.display_name as via,
    r.via_id,
    coalesce(n.qty_collection_credits, 0) as credits
from relatives as r
inner join artist as n on n.artist_id = r.artist_id
left join artist as v on v.artist_id = r.via_id
order by r.place, v.display_name nulls first, n.display_name, r.artist_id
