-- One row per member that a group's document names. Names without ids make no row.
create table artist_members (
    artist_id bigint,  -- the group, whose document says so
    member_id bigint,  -- the member
    name varchar,      -- the member's name, with its '(2)'
    is_active boolean, -- TRUE if still a member; NULL = unknown
    thumb_url varchar, -- small picture of the member (150 px); NULL = none
    primary key (artist_id, member_id)
);
