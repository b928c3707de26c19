-- One row per artist who works on another's music without performing on it, that artist, and owned release: in roles of
-- production, technical work, arranging, remixing and rehearsal. No group and its member, no two artists of one identity.
create table studio_evidence (
    artist_id_from bigint, -- who produces, engineers, arranges or remixes
    artist_id_to bigint,   -- the artist whose music the credit serves: a leader of the track, or of the release
    release_id bigint,     -- the owned release
    roles varchar[],       -- the roles, sorted; never empty
    primary key (artist_id_from, artist_id_to, release_id)
);
