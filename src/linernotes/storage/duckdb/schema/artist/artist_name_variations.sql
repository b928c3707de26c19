-- One row per way in which releases print an artist's name.
create table artist_name_variations (
    artist_id bigint, -- the artist
    position integer, -- place in Discogs' order, from 0
    name varchar,     -- the name variation (anv)
    primary key (artist_id, position)
);
