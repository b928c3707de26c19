-- One row per picture of an artist. No picture is stored, only where it is and how large.
create table artist_images (
    artist_id bigint, -- the artist
    position integer, -- place in Discogs' order, from 0
    type varchar,     -- 'primary' (one at most) or 'secondary'
    url varchar,      -- address of the picture (up to 600 px); NULL if Discogs withheld it
    url_150 varchar,  -- address of the small picture (150 px); NULL if Discogs withheld it
    width integer,    -- width in pixels; NULL = unknown
    height integer,   -- height in pixels; NULL = unknown
    primary key (artist_id, position)
);
