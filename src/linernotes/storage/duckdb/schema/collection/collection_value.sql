-- One row per time that Discogs was asked what the collection is worth; the newest is the one to show. Rows that are
-- dated ahead, by a clock that was wrong, are left out once there are others.
create table collection_value (
    loaded_at timestamptz,  -- when Discogs answered, UTC
    items integer,          -- copies in the collection at that time
    minimum decimal(14, 2), -- lowest estimate of the whole collection, in currency
    median decimal(14, 2),  -- middle estimate of the whole collection, in currency
    maximum decimal(14, 2), -- highest estimate of the whole collection, in currency
    currency varchar,       -- ISO 4217 code where the symbol names it ('EUR'), else the symbol as sent ('$')
    primary key (loaded_at)
);
