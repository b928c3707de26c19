-- One row per field that the account's items have. 1, 2 and 3 are the conditions and the notes of every collection,
-- the others are the collector's own.
create table collection_fields (
    field_id bigint,   -- Discogs' number of the field; negative, and made of its name, if it is known from a CSV
                       -- export only
    position integer,  -- place among the fields, from 0, as the collector put them
    name varchar,      -- what the collector calls it; NULL = no name
    type varchar,      -- 'dropdown' (one of its options is chosen) or 'textarea'; NULL in a CSV export, which does
                       -- not say
    options varchar[], -- what a dropdown offers, in its order; NULL if it is none, or came from a CSV export
    is_public boolean, -- whether others see what is filled in; NULL = unknown
    primary key (field_id)
);
