-- One row per kind of carrier in a release. 'All Media' speaks for the whole set and is no carrier.
create table release_formats (
    release_id bigint,      -- the release
    position integer,       -- place in Discogs' order, from 0
    name varchar,           -- kind of carrier ('Vinyl', 'CD', 'All Media')
    quantity integer,       -- how many of it; NULL = unknown, or absurd (quantities of 64 digits exist)
    text varchar,           -- free text, such as the colour of the vinyl; NULL = none
    descriptions varchar[], -- descriptions in Discogs' order ('LP', 'Album', 'Reissue'); NULL = none
    primary key (release_id, position)
);
