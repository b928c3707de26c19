-- What the user does with the records. All of it refers to Discogs' ids, which outlive every build.

-- One row per view of the collection that was given a name.
create table views (
    view_id integer primary key,
    name text not null unique,
    query text not null,            -- the address's query, as it was when it was saved
    saved_at integer not null
) strict;

-- One row per artist who is followed.
create table follows (
    artist_id integer primary key,
    followed_at integer not null
) strict;

-- One row per time that a record was played.
create table plays (
    play_id integer primary key,
    release_id integer not null,
    played_at integer not null
) strict;
create index plays_of_release on plays (release_id, played_at);

-- One row per time that a record was proposed for tonight.
create table spins (
    spin_id integer primary key,
    release_id integer not null,
    shown_at integer not null
) strict;
create index spins_by_time on spins (shown_at);
