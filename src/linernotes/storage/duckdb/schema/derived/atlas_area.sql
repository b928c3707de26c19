-- One row per area of the map of the shelf: places of people who play together, and regions of many places.
create table atlas_area (
    area_id bigint,          -- a place: its community of the top level; a region: minus that of its first place
    region_id bigint,        -- the region that a place lies in; NULL for a region, and where the map has none
    artist_id bigint,        -- the artist whose name it bears; NULL for a region, which a style gives its name
    name varchar,            -- what it is called
    styles varchar[],        -- one or two styles that are common in it and rare elsewhere, the foremost first
    hue integer,             -- which of the map's seven tints it has, 0 to 6; no two areas that touch share one
    qty_people integer,      -- artists who live in it
    qty_places integer,      -- places in it; 1 for a place
    site_x double,           -- where the map of the next build begins, in the map's pixels of 1200 by 800
    site_y double,           -- likewise, from the top
    power double,            -- how far its cell reaches beyond half the way to the others' sites, in square pixels
    title varchar[],         -- the lines of its title as drawn; NULL where there is no room for one
    subtitle varchar,        -- the line under the title; NULL where there is none
    title_size double,       -- size of the title's letters, in pixels; NULL without a title
    title_box double[],      -- left, top, right, bottom of what the title covers; NULL without a title
    outline double[],        -- its outline as drawn: x, y of one corner after the other
    share double,            -- its share of the land of all countries, 0 to 1; a country is a region, or a place in none
    primary key (area_id)
);
