-- One row per collected artist and each of the 50 collected artists whose styles and genres are most like
-- it.
create table artist_similarity (
    artist_id bigint,  -- the artist
    similar_id bigint, -- the one that is like it
    similarity double, -- sum of the idf of shared styles and genres / sum over all that either has; 0 to 1
    shared varchar[],  -- styles and genres that both have, sorted
    primary key (artist_id, similar_id)
);
