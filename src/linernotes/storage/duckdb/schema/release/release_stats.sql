-- One row per release and time at which its document was fetched: what changes from day to day. Rows that are
-- dated ahead, by a clock that was wrong, are left out once the release has others.
create table release_stats (
    release_id bigint,           -- the release
    loaded_at timestamptz,       -- when Discogs said this, UTC
    have integer,                -- members who have it; NULL = unknown
    want integer,                -- members who want it; NULL = unknown
    rating_average double,       -- mean of the members' ratings, 1 to 5; NULL = nobody rated it
    rating_count integer,        -- number of ratings; NULL = unknown
    for_sale integer,            -- copies for sale; NULL = unknown
    lowest_price decimal(12, 2), -- lowest price asked, in currency; NULL = none for sale
    currency varchar,            -- ISO 4217 code of the account's currency, in which Discogs gives prices;
                                 -- NULL = not known
    primary key (release_id, loaded_at)
);
