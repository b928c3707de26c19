-- One row per artist and name that it is found by: its name, its variations and its aliases, in the order of name_key.
create table artist_names (
    name_key varchar, -- the name as every search compares it: small letters, no accents, no "(2)"
    artist_id bigint, -- the artist
    primary key (name_key, artist_id)
);
