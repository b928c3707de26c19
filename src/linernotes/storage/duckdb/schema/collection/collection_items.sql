-- One row per instance: one copy on the shelf, as the latest listing shows it. A release that is owned
-- twice has two rows.
create table collection_items (
    instance_id bigint,       -- Discogs' id of the copy; negative (-1, -2, ... by row) if it is known from a
                              -- CSV export only
    release_id bigint,        -- which pressing it is
    master_id bigint,         -- which album it is; NULL if the release has no master, or no document names it yet
    folder_id bigint,         -- folder that holds the copy; NULL if the listing was not the owner's own, or
                              -- came from a CSV
    folder varchar,           -- name of that folder; NULL = unknown
    added_at timestamptz,     -- when it was added to the collection; NULL if Discogs or the CSV is silent
    added_on date,            -- day of added_at in the offset that Discogs sends (US Pacific): the day that every
                              -- page and count uses; NULL where added_at is
    rating integer,           -- the collector's own rating, 1 to 5 stars; NULL = not rated
    title varchar,            -- title of the release as the listing has it
    year integer,             -- year of the release as the listing has it; NULL = unknown
    thumb_url varchar,        -- small cover picture (150 px); NULL = none
    cover_url varchar,        -- larger cover picture (up to 600 px); NULL = none
    media_condition varchar,  -- field 1, such as 'Very Good Plus (VG+)'; NULL = not filled in, or not visible
    sleeve_condition varchar, -- field 2, such as 'Generic'; NULL = not filled in, or not visible
    notes varchar,            -- field 3, the collector's own notes; NULL = none, or not visible
    primary key (instance_id)
);
