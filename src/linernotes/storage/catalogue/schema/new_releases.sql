-- One row per release that this month has and the one before had not.
create table new_releases (
    release_id bigint, -- the release
    primary key (release_id)
);
