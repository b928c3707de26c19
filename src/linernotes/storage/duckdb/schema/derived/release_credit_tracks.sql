-- One row per track that a credit of an owned or wanted release names: release_credits.tracks ('A1 to A3') resolved
-- by the order of the tracklist. A credit of the whole release has none, and none where nothing can be resolved.
create table release_credit_tracks (
    release_id bigint, -- the release
    position integer,  -- the credit, as in release_credits
    track_no integer,  -- the track, as in release_tracks
    primary key (release_id, position, track_no)
);
