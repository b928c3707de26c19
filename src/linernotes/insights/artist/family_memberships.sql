-- One row per statement that somebody is a member of a group, whichever document says so.
-- `activity` is 1 for active, 0 for former, -1 where it is not known.
select artist_id as group_id, member_id, coalesce(cast(is_active as integer), -1) as activity from artist_members
union
select group_id, artist_id, coalesce(cast(is_active as integer), -1) from artist_groups
order by group_id, member_id, activity
