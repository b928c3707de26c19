-- One row per statement that an artist is next to another: member, group or alias, whichever document says so.
-- `activity` is 1 for active, 0 for former, -1 where that is not told.
select 'member' as kind, member_id as artist_id, coalesce(cast(is_active as integer), -1) as activity
from artist_members
where artist_id = $1
union all
select 'member', artist_id, coalesce(cast(is_active as integer), -1) from artist_groups where group_id = $1
union all
select 'group', group_id, coalesce(cast(is_active as integer), -1) from artist_groups where artist_id = $1
union all
select 'group', artist_id, coalesce(cast(is_active as integer), -1) from artist_members where member_id = $1
union all
select 'alias', alias_id, -1 from artist_aliases where artist_id = $1
union all
select 'alias', artist_id, -1 from artist_aliases where alias_id = $1
