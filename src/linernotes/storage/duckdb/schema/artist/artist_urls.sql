-- One row per web page that Discogs links to an artist.
create table artist_urls (
    artist_id bigint, -- the artist
    position integer, -- place in Discogs' order, from 0
    url varchar,      -- the address as sent, which may lack its 'https://'
    primary key (artist_id, position)
);
