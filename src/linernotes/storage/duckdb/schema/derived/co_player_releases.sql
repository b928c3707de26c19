-- One row per two artists and owned release on which they perform together: the evidence for a 'co_player' of
-- artist_relations. Tracks with more than 60 performers make none.
create table co_player_releases (
    artist_id_from bigint, -- the lower id of the two
    artist_id_to bigint,   -- the higher id of the two
    release_id bigint,     -- the owned release
    tracks integer[],      -- track_no of the tracks on which each of the two leads or has a credit that performs and
                           -- stands on the track or names it, ascending; NULL = the sleeve says only that both are on
                           -- the record
    performers integer,    -- identities on the smallest of the tracks that make the pair
    primary key (artist_id_from, artist_id_to, release_id)
);
