-- One row per statement about somebody one step further: other groups of an artist's members (the first list), and fellow
-- members in an artist's groups (the second), by way of whom. `activity` as in family.sql.
with
    members as (select unnest(cast($1 as bigint[])) as via_id),
    groups as (select unnest(cast($2 as bigint[])) as via_id)
select 'other group' as kind, g.group_id as artist_id, coalesce(cast(g.is_active as integer), -1) as activity, m.via_id
from artist_groups as g
inner join members as m on m.via_id = g.artist_id
union all
select 'other group', g.artist_id, coalesce(cast(g.is_active as integer), -1), m.via_id
from artist_members as g
inner join members as m on m.via_id = g.member_id
union all
select 'fellow member', f.member_id, coalesce(cast(f.is_active as integer), -1), g.via_id
from artist_members as f
inner join groups as g on g.via_id = f.artist_id
union all
select 'fellow member', f.artist_id, coalesce(cast(f.is_active as integer), -1), g.via_id
from artist_groups as f
inner join groups as g on g.via_id = f.group_id
