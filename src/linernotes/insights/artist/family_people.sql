-- One row per artist who has a member, a group or an alias: the name to show, and how many copies they are main artist of,
-- and credited on.
with
    people as (
        select artist_id from artist_members
        union
        select member_id from artist_members
        union
        select artist_id from artist_groups
        union
        select group_id from artist_groups
        union
        select artist_id from artist_aliases
        union
        select alias_id from artist_aliases
    )
select
    a.artist_id,
    coalesce(a.display_name, 'Artist ' || a.artist_id) as name,
    coalesce(a.qty_collection_items, 0) as items,
    coalesce(a.qty_collection_credits, 0) as credits
from artist as a
inner join people as p on p.artist_id = a.artist_id
