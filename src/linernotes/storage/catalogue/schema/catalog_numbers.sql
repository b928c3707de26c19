-- One row per catalogue number and release that has it, in the order of catalog_number.
create table catalog_numbers (
    catalog_number varchar, -- its letters and digits alone, upper case; 'none' makes no row
    release_id bigint,      -- the release
    primary key (catalog_number, release_id)
);
