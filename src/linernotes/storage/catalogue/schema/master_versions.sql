-- One row per release that is a pressing of a master, in the order of master_id.
create table master_versions (
    master_id bigint,  -- the album
    release_id bigint, -- the pressing
    primary key (master_id, release_id)
);
