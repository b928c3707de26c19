-- One row per release on the wantlist. Its document is read like that of an owned one, its artists' are not.
create table wantlist_items (
    release_id bigint,    -- the wanted pressing
    master_id bigint,     -- which album it is; NULL if the release has no master
    added_at timestamptz, -- when it was put on the wantlist; NULL if Discogs is silent
    added_on date,        -- day of added_at in the offset that Discogs sends (US Pacific); NULL where added_at is
    rating integer,       -- the collector's own rating, 1 to 5 stars; NULL = not rated
    title varchar,        -- title of the release
    year integer,         -- year of the release; NULL = unknown
    notes varchar,        -- the collector's own notes; NULL = none, or not visible
    thumb_url varchar,    -- small cover picture (150 px); NULL = none
    primary key (release_id)
);
