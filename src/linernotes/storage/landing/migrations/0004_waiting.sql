-- What a running sync waits for, so that every other process can say it.

alter table run add column waiting text;            -- one sentence; null unless it waits
alter table run add column waiting_until integer;   -- when it goes on; null unless it waits
