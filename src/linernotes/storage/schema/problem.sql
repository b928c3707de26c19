-- One row per document that could not be read or fetched, and why; its bytes are kept in landing.db.
create table problem (
    problem_no integer,  -- runs from 1
    kind varchar,        -- kind of document ('release', 'artist'), as in landing.db
    id bigint,           -- Discogs' id of the document; 0 for what belongs to the account
    seen_at timestamptz, -- when it was met, UTC
    reason varchar,      -- what was wrong, one line
    location varchar,    -- where in the document ('$.tracklist[3]'); NULL = the document as a whole
    primary key (problem_no)
);
