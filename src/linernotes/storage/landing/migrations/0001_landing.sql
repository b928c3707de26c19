-- The first layout of landing.db. Times are microseconds since 1970-01-01 UTC. Prices are decimal numbers as text.

-- One row per document: (kind, id, page) names it at Discogs, source is its origin ('api', 'dump:YYYYMMDD', 'csv').
-- The bytes are in `body`, so that going through the documents does not mean reading all of them.
create table document (
    kind text not null,
    id integer not null,            -- Discogs' id; 0 for what belongs to the account
    page integer not null,          -- from 1
    source text not null,
    fetched_at integer not null,
    body_no integer not null,
    raw_bytes integer not null,
    stored_bytes integer not null,
    dictionary_id integer,          -- null: compressed without one
    primary key (kind, id, page, source)
) strict, without rowid;

-- One row per document: its bytes exactly as they came, as one zstd frame with a checksum.
create table body (
    body_no integer primary key,
    bytes blob not null
) strict;

create trigger document_takes_its_body after delete on document begin
    delete from body where body_no = old.body_no;
end;

-- One row per zstd dictionary. Bodies name theirs, so none is ever changed or deleted while they are there.
create table dictionary (
    dictionary_id integer primary key,
    kind text not null,             -- the kind of document that it was trained on
    trained_at integer not null,
    bytes blob not null
) strict;

-- One row per document that Discogs says does not exist. What was fetched of it earlier stays in `document`.
create table gone (
    kind text not null,
    id integer not null,
    page integer not null,
    seen_at integer not null,
    status integer not null,        -- HTTP status
    primary key (kind, id, page)
) strict, without rowid;

-- One row per document that came but could not be read, with its bytes (one zstd frame).
create table unreadable (
    kind text not null,
    id integer not null,
    page integer not null,
    source text not null,
    seen_at integer not null,
    reason text not null,
    location text,                  -- the path inside the document; null if it is not JSON at all
    raw_bytes integer not null,
    bytes blob not null,
    primary key (kind, id, page, source)
) strict;

-- One row per document that did not come at all, retries included. The next sync asks again.
create table failed (
    kind text not null,
    id integer not null,
    page integer not null,
    seen_at integer not null,
    reason text not null,
    primary key (kind, id, page)
) strict, without rowid;

-- History, append-only: one row per fetch.
create table collection_value (
    loaded_at integer primary key,
    items integer,
    minimum text,
    median text,
    maximum text,
    currency text
) strict;

create table release_stats (
    release_id integer not null,
    loaded_at integer not null,
    have integer,
    want integer,
    rating_average real,
    rating_count integer,
    for_sale integer,
    lowest_price text,
    currency text,
    primary key (release_id, loaded_at)
) strict, without rowid;

create table master_stats (
    master_id integer not null,
    loaded_at integer not null,
    have integer,
    want integer,
    for_sale integer,
    lowest_price text,
    currency text,
    primary key (master_id, loaded_at)
) strict, without rowid;

-- History, append-only: one row per thing that changed for a copy on the shelf between two listings.
create table collection_changes (
    instance_id integer not null,
    seen_at integer not null,
    change text not null,           -- added, removed, moved, rated, edited
    before text,                    -- JSON of the changed columns; null for 'added'
    after text,                     -- null for 'removed'
    primary key (instance_id, seen_at, change)
) strict, without rowid;

-- At most one row: the Discogs account whose data this is.
create table account (
    only integer primary key check (only = 1),
    user_id integer not null,
    username text not null
) strict;

-- One row per sync.
create table run (
    run_id integer primary key autoincrement,
    pid integer not null,
    started_at integer not null,
    heartbeat_at integer not null,  -- when it last reported
    finished_at integer,            -- null while it runs
    status text not null,           -- running, then the one given to finish_run, or interrupted
    requests integer,
    documents integer,
    problems integer
) strict;

-- One row per stage that a sync has begun, in the order in which they began.
create table run_stage (
    run_id integer not null,
    position integer not null,
    stage text not null,
    done integer not null,
    total integer,                  -- null while it is not known
    unit text not null,             -- what is counted: pages, documents, ...
    started_at integer not null,
    updated_at integer not null,
    primary key (run_id, stage)
) strict, without rowid;

-- One row: what every process that syncs obeys.
create table control (
    only integer primary key check (only = 1),
    command text not null check (command in ('run', 'pause'))
) strict;

insert into control (only, command) values (1, 'run');
