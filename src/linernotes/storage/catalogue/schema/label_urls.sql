-- One row per address that a label names.
create table label_urls (
    label_id bigint,  -- the label
    position integer, -- place in its list, from 0
    url varchar,      -- the address as entered
    primary key (label_id, position)
);
