-- One row per artist of the map: all of the network but "me". Where they stand is in artist_vertex (x, y).
create table atlas_person (
    artist_id bigint,     -- the artist
    area_id bigint,       -- the place that they live in; NULL in the strip of those apart from the rest
    part_no integer,      -- the part of the place, from 0; NULL where it has none
    piece_no integer,     -- in the strip: number of the piece, from 0; artists of one piece play together; else NULL
    radius double,        -- of the dot, in pixels
    copies integer,       -- copies on the shelf of which they are a main artist
    albums integer,       -- distinct owned albums that they are on
    label varchar,        -- the name as drawn, cut short where it is very long; NULL if it is never drawn
    label_zoom integer,   -- depth of zoom (1, 2, 4, 8, 16) from which on the name is drawn; NULL if never
    label_side integer,   -- side of the dot on which the name stands, 0 to 7; NULL without a name
    label_x double,       -- middle of the name from the dot, in pixels of the screen; NULL without a name
    label_y double,       -- likewise, downwards
    label_size double,    -- size of the name's letters, in pixels; NULL without a name
    label_width double,   -- width that is kept for the name, in pixels; NULL without a name
    primary key (artist_id)
);
