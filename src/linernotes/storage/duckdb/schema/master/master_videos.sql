-- One row per video that Discogs links to a master.
create table master_videos (
    master_id bigint,         -- the master
    position integer,         -- place in Discogs' order, from 0
    url varchar,              -- address of the video, nearly always at YouTube
    title varchar,            -- title of the video; NULL = none
    duration_seconds integer, -- duration in seconds; NULL = unknown
    primary key (master_id, position)
);
