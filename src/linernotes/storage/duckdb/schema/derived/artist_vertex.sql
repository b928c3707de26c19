-- One row per artist in the network; 0 is "me", the collector.
create table artist_vertex (
    artist_id bigint,       -- the artist; 0 is "me", and only here and in artist_edge
    identity_id bigint,     -- its identity: lowest id among the artist and all its aliases; 0 for "me"
    name varchar,           -- name without its '(2)'
    in_collection boolean,  -- TRUE for a collected artist: a main artist of an owned release
    component_id bigint,    -- lowest artist_id of the connected component; NULL for "me"
    community_id bigint,    -- finest community that it belongs to; NULL for "me"
    degree integer,         -- number of neighbours, "me" left out; NULL for "me"
    weighted_degree double, -- sum of the weights of its edges, those to "me" left out; NULL for "me"
    pagerank double,        -- weighted PageRank; all add up to 1; NULL for "me"
    betweenness double,     -- shortest paths that run through it, unweighted and not normalised, estimated in
                            -- large graphs (meta says so); NULL for "me"
    hops_from_me integer,   -- steps from "me" by the shortest way, 0 for "me", 1 for a collected artist; NULL
                            -- = no way leads there
    x double,               -- horizontal place on the map, in pixels of 1200 by 800; NULL for "me"
    y double,               -- vertical place on the map, from its top; NULL for "me"
    primary key (artist_id)
);
