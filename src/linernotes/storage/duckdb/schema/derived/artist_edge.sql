-- One row per two artists who are connected: the undirected simple graph that the network uses, and the
-- edges from "me" to every collected artist.
create table artist_edge (
    artist_id_from bigint,    -- the lower id of the two; 0 is "me"
    artist_id_to bigint,      -- the higher id of the two
    albums integer,           -- distinct albums (masters, or releases without one) over all their relations, 0 for
                              -- members and aliases alone; for "me" the artist's distinct albums
    weight double,            -- how strongly they are connected, no number of albums: sum over these albums of 1 / (n - 1),
                              -- n = performers on the smallest track with both, else all who make music on the album;
                              -- plus 1 where family connects them; for "me" the copies on the shelf
    relation_types varchar[], -- kinds of relation that it stands for, sorted; empty for "me"
    primary key (artist_id_from, artist_id_to)
);
