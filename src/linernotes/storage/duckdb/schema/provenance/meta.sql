-- One row per fact about this database itself.
create table meta (
    key varchar,   -- name of the fact: schema_version, build_id, built_at, linernotes_version, username, ...
                   -- counts_borrowed_credits is yes or no
    value varchar, -- its value as text; times as ISO 8601 in UTC
    primary key (key)
);
