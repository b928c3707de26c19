-- One row per barcode, matrix number or other identifier of a release.
create table release_identifiers (
    release_id bigint,   -- the release
    position integer,    -- place in Discogs' order, from 0
    type varchar,        -- kind of identifier ('Barcode', 'Matrix / Runout', 'Label Code')
    value varchar,       -- the identifier as printed, not normalised ('7 27361 62652 5'); NULL = blank
    description varchar, -- what it belongs to ('Side A, stamped'); NULL = none
    primary key (release_id, position)
);
