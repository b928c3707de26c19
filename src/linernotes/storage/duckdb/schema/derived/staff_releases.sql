-- One row per identity, kind of work and owned release: who produced or recorded albums that are neither their own nor
-- one of their groups'. What is theirs is said at sideman_releases.
create table staff_releases (
    identity_id bigint, -- the identity: the lowest id among an artist and all its aliases
    work varchar,       -- 'production', or 'engineering': recording and mixing, mastering not among them
    release_id bigint,  -- the owned release
    artists bigint[],   -- under which of its names it is credited, ascending
    roles varchar[],    -- roles of this work, as credited there, sorted
    primary key (identity_id, work, release_id)
);
