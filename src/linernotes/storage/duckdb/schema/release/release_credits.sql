-- One row per role of a credit of the release itself; the credits of a single track are in
-- release_track_artists.
create table release_credits (
    release_id bigint,      -- the release
    position integer,       -- place of the credit in Discogs' order, from 0
    role_no integer,        -- place of the role within the credit, from 0: 'Guitar [Lead], Vocals' makes two
                            -- rows
    artist_id bigint,       -- the artist; NULL for a name without an artist page
    name varchar,           -- the artist's name as Discogs has it, with its '(2)'
    name_variation varchar, -- the name as this release prints it (anv); NULL = as name
    role varchar,           -- the role without its bracket ('Guitar'); NULL = no role was given
    role_detail varchar,    -- what the brackets say ('Lead'), several joined with '; '; NULL = no bracket
    role_text varchar,      -- the piece of the role string that this row was made from ('Guitar [Lead]');
                            -- NULL = no role was given
    tracks varchar,         -- the tracks that the credit names, as sent ('A1, A3 to B2'); NULL = the whole
                            -- release
    primary key (release_id, position, role_no)
);
