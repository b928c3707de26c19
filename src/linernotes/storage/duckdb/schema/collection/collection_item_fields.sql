-- One row per copy and custom field that is filled in; fields 1, 2 and 3 are repeated here.
create table collection_item_fields (
    instance_id bigint, -- the copy, as in collection_items
    field_id bigint,    -- Discogs' number of the field; 1, 2 and 3 are the ones that every collection begins
                        -- with
    field varchar,      -- name of the field as the collector calls it; NULL if the list of fields does not
                        -- show it
    value varchar,      -- what was filled in, or chosen from the field's options
    primary key (instance_id, field_id)
);
