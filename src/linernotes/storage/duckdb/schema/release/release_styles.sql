-- One row per style of a release.
create table release_styles (
    release_id bigint, -- the release
    position integer,  -- place in Discogs' order, from 0
    style varchar,     -- style, finer than a genre, such as 'Hard Bop'
    primary key (release_id, position)
);
