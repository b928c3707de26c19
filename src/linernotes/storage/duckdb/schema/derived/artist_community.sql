-- One row per community of artists, on every level.
create table artist_community (
    community_id bigint,   -- level x 10^12 + id of its anchor, the member with most copies on the shelf
                           -- (ties: the lowest id)
    parent_id bigint,      -- the community on the next level up that it is a part of; NULL on level 0, the
                           -- top
    level integer,         -- 0 is the top, the coarsest
    label varchar,         -- its three most central collected artists, by name; NULL if it has none
    qty_artists integer,   -- number of members
    qty_collected integer, -- members who are collected artists
    qty_items integer,     -- copies on the shelf of which a member is a main artist
    primary key (community_id)
);
