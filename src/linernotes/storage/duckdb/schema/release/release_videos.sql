-- One row per video that Discogs links to a release.
create table release_videos (
    release_id bigint,        -- the release
    position integer,         -- place in Discogs' order, from 0
    url varchar,              -- address of the video, nearly always at YouTube
    title varchar,            -- title of the video; NULL = none
    duration_seconds integer, -- duration in seconds; NULL = unknown
    primary key (release_id, position)
);
