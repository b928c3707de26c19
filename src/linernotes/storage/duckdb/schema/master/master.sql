-- One row per master (the album that releases are pressings of): those of owned releases, and 'basic' ones
-- that only artist_masters names.
create table master (
    master_id bigint,       -- Discogs' id of the master, another id space than the releases'
    main_release_id bigint, -- the release that Discogs shows for the album; NULL = unknown
    title varchar,          -- title, outer white space stripped
    year integer,           -- year of the album's first release; NULL = unknown
    data_quality varchar,   -- Discogs' vote on the entry; NULL = unknown
    source varchar,         -- 'api', 'dump:YYYYMMDD', or 'basic' = known from a listing only
    loaded_at timestamptz,  -- when its document was fetched, UTC; NULL = only a discography names it
    primary key (master_id)
);
