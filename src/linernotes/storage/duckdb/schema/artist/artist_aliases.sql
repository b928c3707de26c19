-- One row per other identity that an artist's document names. Names without ids make no row.
create table artist_aliases (
    artist_id bigint,  -- the artist whose document says so
    alias_id bigint,   -- the other identity
    name varchar,      -- its name, with its '(2)'
    thumb_url varchar, -- small picture (150 px); NULL = none
    primary key (artist_id, alias_id)
);
