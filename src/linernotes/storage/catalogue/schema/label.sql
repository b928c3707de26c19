-- One row per label, series or company that has a page at Discogs: one id space.
create table label (
    label_id bigint,        -- Discogs' id of the label
    name varchar,           -- name, with the '(2)' that tells namesakes apart
    profile varchar,        -- text about it, with Discogs' markup; NULL = none
    contact varchar,        -- addresses and telephone numbers as they were entered; NULL = none
    parent_label_id bigint, -- the label that it belongs to; NULL = none, or one without a page
    parent_name varchar,    -- name of that label; NULL = none
    data_quality varchar,   -- Discogs' vote on the entry; NULL = unknown
    source varchar,         -- 'dump:YYYYMMDD'
    loaded_at timestamptz,  -- the day of the dump, UTC
    primary key (label_id)
);
