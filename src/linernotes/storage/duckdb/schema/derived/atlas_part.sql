-- One row per part of a large place of the map: people who play with each other more than with the rest of the place.
create table atlas_part (
    area_id bigint,          -- the place
    part_no integer,         -- number of the part in its place, from 0
    qty_people integer,      -- artists who live in it
    site_x double,           -- where the map of the next build begins, in the map's pixels of 1200 by 800
    site_y double,           -- likewise, from the top
    power double,            -- how far its cell reaches beyond half the way to the others' sites, in square pixels
    lines double[],          -- the lines to parts of higher numbers in short pieces: x, y, x, y of each piece's two ends
    primary key (area_id, part_no)
);
