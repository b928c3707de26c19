-- One row per group that an artist's document says it belongs to. Names without ids make no row.
create table artist_groups (
    artist_id bigint,  -- the member, whose document says so
    group_id bigint,   -- the group
    name varchar,      -- the group's name, with its '(2)'
    is_active boolean, -- TRUE if still a member; NULL = unknown
    thumb_url varchar, -- small picture of the group (150 px); NULL = none
    primary key (artist_id, group_id)
);
