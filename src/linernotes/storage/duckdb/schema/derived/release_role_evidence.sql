-- One row per credited artist, main artist and owned release: the evidence for a 'release_role' of artist_relations.
create table release_role_evidence (
    artist_id_from bigint, -- the credited artist
    artist_id_to bigint,   -- the artist whose music the credit serves
    release_id bigint,     -- the owned release
    roles varchar[],       -- roles that make music for artist_id_to, sorted; never empty
    tracks integer[],      -- track_no of the tracks concerned, ascending; NULL = the whole release; [] = a range
                           -- that cannot be resolved
    primary key (artist_id_from, artist_id_to, release_id)
);
