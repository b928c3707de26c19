-- One row per run of the sync that fed this database.
create table sync_run (
    run_id bigint,           -- number of the run, ascending
    started_at timestamptz,  -- when it began, UTC
    finished_at timestamptz, -- when it ended, or was last heard of if it was killed, UTC; NULL = it still ran
                             -- when this was built
    status varchar,          -- how it ended or stands: 'done', 'running', 'failed' or 'interrupted'
    requests integer,        -- requests made to Discogs
    documents integer,       -- documents that were landed; NULL = it had not ended
    primary key (run_id)
);
