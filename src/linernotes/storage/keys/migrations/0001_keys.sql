-- Keys for programs. Times are microseconds since 1970-01-01 UTC.

-- One row per key that has not been revoked. The key itself is kept nowhere.
create table keys (
    name text primary key,
    digest blob not null unique,    -- SHA-256 of the key
    is_read_only integer not null,
    made_at integer not null,
    last_used_at integer            -- null: not used yet
) strict, without rowid;
