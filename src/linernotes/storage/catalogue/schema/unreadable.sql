-- One row per record of a dump that cannot be read, as it stands there.
create table unreadable (
    kind varchar,     -- kind of record: release, master, artist or label
    position bigint,  -- place among the unreadable records of its dump, from 0
    reason varchar,   -- why it cannot be read
    xml varchar,      -- its bytes as text; what is no UTF-8 is replaced
    primary key (kind, position)
);
