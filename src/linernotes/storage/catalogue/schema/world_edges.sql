-- One row per two artists who made an album together: two main artists of a release, or a performer and a leader of a track.
-- No pseudo-artists, no two of one identity. That two sidemen share a record is seen on the records.
create table world_edges (
    artist_id_from bigint, -- the lower id
    artist_id_to bigint,   -- the higher id
    albums integer,        -- albums (masters, or releases without one) that they made together
    primary key (artist_id_from, artist_id_to)
);
