-- One row per genre of a release.
create table release_genres (
    release_id bigint, -- the release
    position integer,  -- place in Discogs' order, from 0
    genre varchar,     -- one of Discogs' fifteen genres, such as 'Jazz'
    primary key (release_id, position)
);
