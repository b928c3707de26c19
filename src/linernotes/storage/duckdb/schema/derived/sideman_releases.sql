-- One row per identity and owned release on which it performs by a credit, on an album that is neither its own nor one
-- of its groups'. An album is theirs if they are a main artist of any owned pressing; on a release by Various a track is
-- theirs if they lead it.
create table sideman_releases (
    identity_id bigint, -- the identity: the lowest id among an artist and all its aliases
    release_id bigint,  -- the owned release
    artists bigint[],   -- under which of its names it is credited, ascending
    roles varchar[],    -- roles by which it performs on tracks there that are not its own, sorted
    primary key (identity_id, release_id)
);
