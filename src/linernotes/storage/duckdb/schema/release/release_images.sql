-- One row per picture of a release. No picture is stored, only where it is and how large.
create table release_images (
    release_id bigint, -- the release
    position integer,  -- place in Discogs' order, from 0
    type varchar,      -- 'primary' (one at most) or 'secondary'
    url varchar,       -- address of the picture (up to 600 px); NULL if Discogs withheld it
    url_150 varchar,   -- address of the small picture (150 px); NULL if Discogs withheld it
    width integer,     -- width in pixels; NULL = unknown
    height integer,    -- height in pixels; NULL = unknown
    primary key (release_id, position)
);
