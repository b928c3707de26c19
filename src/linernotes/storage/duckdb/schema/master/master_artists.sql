-- One row per main artist of a master, in the order of the cover.
create table master_artists (
    master_id bigint,       -- the master
    position integer,       -- place in Discogs' order, from 0
    artist_id bigint,       -- the artist; NULL for a name without an artist page
    name varchar,           -- the artist's name as Discogs has it, with its '(2)'
    name_variation varchar, -- the name as the album prints it (anv); NULL = as name
    join_phrase varchar,    -- what stands between this artist and the next; NULL = nothing
    primary key (master_id, position)
);
