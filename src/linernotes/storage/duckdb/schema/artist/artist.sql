-- One row per artist that any table names, except 0 ("me") in the network. Pseudo-artists such as
-- Various have rows too.
create table artist (
    artist_id bigint,               -- Discogs' id of the artist
    identity_id bigint,             -- lowest id among the artist and all its aliases, transitively: one person or
                                    -- group under several names; NULL = not derived yet
    name varchar,                   -- name as sent, with the '(2)' that parts namesakes
    display_name varchar,           -- name without its '(2)', for people to read
    real_name varchar,              -- the person's or band's real name; NULL = unknown
    profile varchar,                -- text about the artist, with Discogs' markup ([a=Name]); NULL = none
    data_quality varchar,           -- Discogs' vote on the entry; NULL = unknown
    is_group boolean,               -- TRUE if its members are known or someone names it as a group, FALSE if
                                    -- its document is here and neither holds; NULL = not known, or not
                                    -- derived yet
    thumb_url varchar,              -- small picture (150 px); NULL = none, or not derived yet
    image_url varchar,              -- primary picture, else the first one; NULL = none
    qty_collection_items integer,   -- copies on the shelf of which it is a main artist; NULL = not derived
                                    -- yet
    qty_collection_credits integer, -- copies on the shelf that credit it anywhere: as a main artist, in their
                                    -- credits or on a track; NULL = not derived yet
    uri varchar,                    -- its page at Discogs; NULL = unknown
    source varchar,                 -- 'api', 'dump:YYYYMMDD', or 'basic' = known by name only
    loaded_at timestamptz,          -- when its document was fetched, UTC; NULL = known by name only
    primary key (artist_id)
);
