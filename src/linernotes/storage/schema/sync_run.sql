-- One row per run of the sync that fed this database.
create table sync_run (
    run_id bigint,           -- number of the run, ascending
    started_at timestamptz,  -- when it began, UTC
    finished_at timestamptz, -- when it ended, UTC; NULL = it still ran when this was built, or was killed
    status varchar,          -- how it ended or stands: 'done', 'running', 'paused', 'failed' or 'interrupted'
    requests integer,        -- requests made to Discogs
    documents integer,       -- documents that were landed
    primary key (run_id)
);
