-- One row per series that a release belongs to.
create table release_series (
    release_id bigint,        -- the release
    position integer,         -- place in Discogs' order, from 0
    series_id bigint,         -- Discogs' id of the series, in the same id space as labels; NULL = unknown
    name varchar,             -- name of the series
    catalog_number varchar,   -- number within the series; NULL = none
    entity_type varchar,      -- Discogs' code for a series ('2'); NULL = unknown
    entity_type_name varchar, -- 'Series'; NULL = unknown
    primary key (release_id, position)
);
