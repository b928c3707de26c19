-- One row per label that belongs to another one, as that one's record lists it.
create table label_sublabels (
    label_id bigint,    -- the label above
    position integer,   -- place in its list, from 0
    sublabel_id bigint, -- the label below; NULL where the dump has only its name
    name varchar,       -- name of the label below; NULL if blank
    primary key (label_id, position)
);
