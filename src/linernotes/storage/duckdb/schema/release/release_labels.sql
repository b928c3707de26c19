-- One row per label and catalogue number of a release; a label with two numbers has two rows.
create table release_labels (
    release_id bigint,      -- the release
    position integer,       -- place in Discogs' order, from 0
    label_id bigint,        -- Discogs' id of the label; NULL = unknown
    name varchar,           -- name of the label, with its '(2)'
    catalog_number varchar, -- catalogue number (catno) as printed; 'none' is Discogs' own word for a release
                            -- without one; NULL = unknown
    primary key (release_id, position)
);
