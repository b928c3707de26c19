-- One row per master and time of an answer of Discogs about its market, which changes from day to day.
-- Rows that are dated ahead, by a clock that was wrong, are left out once the master has others.
create table master_stats (
    master_id bigint,            -- the master
    loaded_at timestamptz,       -- when Discogs said this, UTC
    have integer,                -- members who have any of its releases, from the list of an artist's
                                 -- releases; NULL = not listed there
    want integer,                -- members who want any of its releases, from the list of an artist's
                                 -- releases; NULL = not listed there
    for_sale integer,            -- copies for sale, all releases together; NULL = unknown
    lowest_price decimal(12, 2), -- lowest price asked, in currency; NULL = none for sale, or unknown
    currency varchar,            -- ISO 4217 code of the account's currency, in which Discogs gives prices;
                                 -- NULL = not known
    primary key (master_id, loaded_at)
);
