-- One row per role of a credit that a release borrows from another pressing of its master. A release borrows that
-- credits three people at most, from the one pressing with most people credited. Only roles of categories that proved
-- reliable are borrowed. They count in nothing but this table, unless the setting [credits] borrowed says so.
create table release_borrowed_credits (
    release_id bigint,      -- the release that borrows
    from_release_id bigint, -- the other pressing, which has the credit
    position integer,       -- place of the credit on that pressing, from 0: the pressing's own credits, then those of
                            -- its tracks
    role_no integer,        -- place of the role within the credit, from 0
    artist_id bigint,       -- the artist; NULL for a name without an artist page
    name varchar,           -- the artist's name as Discogs has it, with its '(2)'
    name_variation varchar, -- the name as that pressing prints it (anv); NULL = as name
    role varchar,           -- the role without its bracket ('Written-By')
    role_detail varchar,    -- what the brackets say, several joined with '; '; NULL = no bracket
    role_text varchar,      -- the piece of the role string that this row was made from
    source varchar,         -- origin of that pressing's document: api, or dump:YYYYMMDD
    from_year integer,      -- the year of that pressing; NULL where it is not known
    from_country varchar,   -- the country of that pressing; NULL where it is not known
    primary key (release_id, from_release_id, position, role_no)
);
