-- What any other process needs to tell how far a sync is, how long it will take, and why it failed.

alter table run add column seconds_left real;           -- as of heartbeat_at; null until it is known
alter table run add column seconds_per_request real;    -- the pace that Discogs permits; null until it is known
alter table run add column reason text;                 -- one line; null unless it failed

alter table run_stage add column begun integer not null default 1;      -- 0: `total` says what is expected of it
alter table run_stage add column exact integer not null default 1;      -- 0: `total` is an estimate
alter table run_stage add column skipped integer not null default 0;    -- 1: it will not run
alter table run_stage add column problems integer not null default 0;   -- documents that could not be had or read
