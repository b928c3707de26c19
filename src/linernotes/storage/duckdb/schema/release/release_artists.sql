-- One row per main artist of a release, in the order of the cover.
create table release_artists (
    release_id bigint,      -- the release
    position integer,       -- place in Discogs' order, from 0
    artist_id bigint,       -- the artist; NULL for a name without an artist page
    name varchar,           -- the artist's name as Discogs has it, with its '(2)'
    name_variation varchar, -- the name as this release prints it (anv); NULL = as name
    join_phrase varchar,    -- what stands between this artist and the next (',', '&', 'Feat.'); NULL =
                            -- nothing
    primary key (release_id, position)
);
