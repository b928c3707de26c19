-- One row per company that had a part in a release (pressing plant, copyright holder, studio).
create table release_companies (
    release_id bigint,        -- the release
    position integer,         -- place in Discogs' order, from 0
    company_id bigint,        -- Discogs' id of the company, in the same id space as labels; NULL = unknown
    name varchar,             -- name of the company, with its '(2)'
    catalog_number varchar,   -- number that the company gave it; NULL = none
    entity_type varchar,      -- Discogs' code of the part that it had ('13'); NULL = unknown
    entity_type_name varchar, -- the part that it had ('Phonographic Copyright (p)'); NULL = unknown
    primary key (release_id, position)
);
