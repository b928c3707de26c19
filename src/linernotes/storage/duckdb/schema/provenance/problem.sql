-- One row per document that is gone, did not come or could not be read, and why; the bytes of what could not
-- be read are kept in landing.db.
create table problem (
    problem_no integer,  -- runs from 1
    kind varchar,        -- kind of document ('release', 'artist'), as in landing.db
    id bigint,           -- Discogs' id of the document; 0 for what belongs to the account
    seen_at timestamptz, -- when it was met, UTC
    reason varchar,      -- what was wrong, one line
    location varchar,    -- where in the document ('$.tracklist[3]'), or which page or line; NULL = the
                         -- document as a whole
    primary key (problem_no)
);
