-- One row per play that was sent to ListenBrainz, or is being sent; by what makes a play, so that one that is taken back
-- and logged again is another one. Plays that came from a file are not sent: they have a row from the start.
create table sent_plays (
    release_id integer not null,
    second integer not null,        -- when it was played, seconds since 1970-01-01 UTC
    began_at integer not null,      -- when sending it began, in microseconds
    sent_at integer,                -- when ListenBrainz took it; null = it did not say
    primary key (release_id, second)
) strict, without rowid;
