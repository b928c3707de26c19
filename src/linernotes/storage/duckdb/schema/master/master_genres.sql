-- One row per genre of a master.
create table master_genres (
    master_id bigint, -- the master
    position integer, -- place in Discogs' order, from 0
    genre varchar,    -- one of Discogs' fifteen genres, such as 'Jazz'
    primary key (master_id, position)
);
