-- One row per master and time at which Discogs told something of its market: what changes from day to day.
create table master_stats (
    master_id bigint,            -- the master
    loaded_at timestamptz,       -- when Discogs told this, UTC
    have integer,                -- members who have any of its releases, from the list of an artist's
                                 -- releases; NULL = not listed there
    want integer,                -- members who want any of its releases, from the list of an artist's
                                 -- releases; NULL = not listed there
    for_sale integer,            -- copies for sale, all releases together; NULL = not told
    lowest_price decimal(12, 2), -- lowest price asked, in currency; NULL = none for sale, or not told
    currency varchar,            -- ISO 4217 code of the account's currency, in which Discogs gives prices;
                                 -- NULL = not known
    primary key (master_id, loaded_at)
);
