-- One row per two artists and kind of relation between them, from owned releases alone (members, groups
-- and aliases apart). No self-loops, no pseudo-artists; two artists of one identity in 'artist_alias' alone.
create table artist_relations (
    artist_id_from bigint, -- 'group_member': the member; 'release_role': the credited artist; else the lower
                           -- id of the two
    artist_id_to bigint,   -- 'group_member': the group; 'release_role': the main artist; else the higher id
                           -- of the two
    relation_type varchar, -- 'group_member', 'artist_alias', 'co_appearance' (main artists of one release),
                           -- 'release_role' (credited on the other's release in a role that makes music) or
                           -- 'co_player' (both perform on one track, as far as the sleeve says)
    weight bigint,         -- distinct albums (masters, or releases without one) that show it; 1 for members
                           -- and aliases
    releases bigint[],     -- ids of the owned releases that show it, ascending; empty for members and aliases
    roles varchar[],       -- roles that show it, sorted; empty except for 'release_role'
    primary key (artist_id_from, artist_id_to, relation_type)
);
