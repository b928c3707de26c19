-- One row per bridge of the map: somebody on the bank of one area who plays with somebody on the other bank. Of the
-- three largest areas also who ties two that no line joins: they stand within their areas, and their names say it.
create table atlas_bridge (
    artist_id bigint,     -- who stands on the near bank
    partner_id bigint,    -- who stands on the far bank
    area_id bigint,       -- area of the near bank: a region where the map has some, else a place
    partner_area_id bigint, -- area of the far bank
    weight double,        -- sum of the weights of the edges that tie the first to people of the other area
    has_line boolean,     -- whether they stand on the banks of a border, with a line across
    primary key (artist_id, partner_id)
);
