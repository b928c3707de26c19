-- One row per artist and release that names it: every appearance in all of Discogs, in the order of artist_id, year.
create table artist_releases (
    artist_id bigint,  -- the artist; pseudo-artists are among them
    release_id bigint, -- the release
    album_id bigint,   -- its master, or minus its own id where it has none
    is_main boolean,   -- TRUE if the artist is a main artist of the release
    roles varchar[],   -- roles of its credits there, of the release and of its tracks; empty for who has none
    title varchar,     -- title of the release
    year integer,      -- year of this pressing; NULL = unknown
    country varchar,   -- country or region that it was made for; NULL = unknown
    primary key (artist_id, release_id)
);
