-- One row per release (one pressing): owned ones, wanted ones, and the main releases that masters name.
-- Where source is 'basic' only the listing is known.
create table release (
    release_id bigint,     -- Discogs' id of the release
    master_id bigint,      -- the album that it is a pressing of; NULL = it has no master
    title varchar,         -- title, outer white space stripped
    year integer,          -- year of this pressing, not of the album; NULL = unknown
    released varchar,      -- release date as printed: '1987', '1987-07-00' or '1999-07-13'; NULL = unknown
    country varchar,       -- country or region that it was made for ('UK & US'); NULL = unknown
    data_quality varchar,  -- Discogs' vote on the entry, such as 'Needs Vote' or 'Complete and Correct'; NULL
                           -- = unknown
    status varchar,        -- 'Accepted', 'Draft' and the like; NULL where the source does not say
    notes varchar,         -- notes of the release, with Discogs' markup; NULL = none
    uri varchar,           -- its page at Discogs; NULL = unknown
    thumb_url varchar,     -- small cover picture (150 px); NULL = none
    cover_url varchar,     -- primary picture, else the first one; NULL = none
    source varchar,        -- 'api', 'dump:YYYYMMDD', 'csv', or 'basic' = known from a listing only
    loaded_at timestamptz, -- when its document was fetched, UTC; NULL = a master names it, no more
    primary key (release_id)
);
