-- One row per artist, discography entry and role: the albums, and the releases without one, that Discogs
-- lists for an artist.
create table artist_masters (
    artist_id bigint,       -- the artist in whose discography it stands
    type varchar,           -- 'master' or 'release': which of the two id spaces id belongs to
    id bigint,              -- id of the master or release
    role varchar,           -- how the artist takes part ('Main', 'TrackAppearance', 'Producer')
    master_id bigint,       -- the master; NULL for a release without one
    main_release_id bigint, -- the master's main release; NULL for a release
    title varchar,          -- title
    year integer,           -- year; NULL = unknown
    artist_text varchar,    -- the artists as text, where a '*' marks a name variation
    label varchar,          -- labels as text; NULL for a master
    format varchar,         -- formats as text ('File, MP3, 320'); NULL for a master
    thumb_url varchar,      -- small cover picture (150 px); NULL = none
    have integer,           -- members who have it; NULL = unknown
    want integer,           -- members who want it; NULL = unknown
    primary key (artist_id, type, id, role)
);
