-- What the user makes. Times are microseconds since 1970-01-01 UTC.

-- One row per setting of a page.
create table settings (
    key text primary key,
    value text not null             -- JSON
) strict, without rowid;
