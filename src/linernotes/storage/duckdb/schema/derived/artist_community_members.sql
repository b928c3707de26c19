-- One row per community and member, on every level.
create table artist_community_members (
    community_id bigint, -- the community
    artist_id bigint,    -- the member
    centrality double,   -- sum of the weights of its edges to members of the same community
    primary key (community_id, artist_id)
);
