-- One row per change of a copy that a sync noticed. The first listing of a collection writes none.
create table collection_changes (
    instance_id bigint,  -- the copy, which may be gone from collection_items
    seen_at timestamptz, -- when the sync noticed it, UTC; the change itself happened some time before
    change varchar,      -- 'added', 'removed', 'moved' (to another folder), 'rated' or 'edited' (any other
                         -- field)
    before varchar,      -- JSON object of the changed columns alone, with their old values; NULL for 'added'
    after varchar,       -- JSON object of the changed columns alone, with their new values; NULL for
                         -- 'removed'
    primary key (instance_id, seen_at, change)
);
