-- One row per artist, owned or wanted release and kind of relationship between them.
create table artist_release_roles (
    artist_id bigint,  -- the artist
    release_id bigint, -- the release
    relation varchar,  -- 'main' (main artist), 'track' (artist of a track) or 'credit' (credited anywhere)
    roles varchar[],   -- roles, sorted; empty where the relation has none
    tracks integer[],  -- track_no of the tracks concerned, ascending; NULL = the whole release; [] = a range
                       -- that cannot be resolved
    primary key (artist_id, release_id, relation)
);
