-- One row per style of a master.
create table master_styles (
    master_id bigint, -- the master
    position integer, -- place in Discogs' order, from 0
    style varchar,    -- style, finer than a genre, such as 'Hard Bop'
    primary key (master_id, position)
);
