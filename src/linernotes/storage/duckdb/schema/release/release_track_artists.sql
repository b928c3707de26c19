-- One row per artist and role of a track: first its own performing artists, then its credits.
create table release_track_artists (
    release_id bigint,      -- the release
    track_no integer,       -- the track, as in release_tracks
    position integer,       -- runs over the track's artists, then its extra artists, from 0
    role_no integer,        -- place of the role within the credit, from 0; 0 for a performing artist
    artist_id bigint,       -- the artist; NULL for a name without an artist page
    name varchar,           -- the artist's name as Discogs has it, with its '(2)'
    name_variation varchar, -- the name as this release prints it (anv); NULL = as name
    join_phrase varchar,    -- what stands between this artist and the next; NULL = nothing
    role varchar,           -- the role without its bracket; NULL = a performing artist, or no role was given
    role_detail varchar,    -- what the brackets say, several joined with '; '; NULL = no bracket
    role_text varchar,      -- the piece of the role string that this row was made from; NULL = a performing
                            -- artist, or no role was given
    primary key (release_id, track_no, position, role_no)
);
