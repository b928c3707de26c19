-- One row per line of the track list of a master, which is its main release's: tracks, headings, index
-- tracks, and their sub-tracks right after them.
create table master_tracks (
    master_id bigint,         -- the master
    track_no integer,         -- place in the document's order, from 0, sub-tracks counted too
    parent_track_no integer,  -- track_no of the index track that it belongs to; NULL = it is no sub-track
    position varchar,         -- position as printed ('A1', '1-5', 'CD1-3'); NULL = none
    type varchar,             -- 'track', 'heading' (a line of text) or 'index' (a work whose sub-tracks
                              -- follow); a sub-track is a 'track'
    title varchar,            -- title; NULL if blank
    duration varchar,         -- duration as printed ('3:32', '1:02:03'); NULL = unknown
    duration_seconds integer, -- duration in seconds; NULL = unknown, or it does not read as a time
    primary key (master_id, track_no)
);
