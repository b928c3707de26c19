-- One row per subject of which it is known how complete it is.
create table coverage (
    subject varchar,   -- what is counted, such as 'releases with credits'
    known bigint,      -- how many of them are known
    total bigint,      -- out of how many
    as_of timestamptz, -- when that was so, UTC
    primary key (subject)
);
