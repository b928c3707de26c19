-- One row per owned release and set of its tracks on which the same artists perform, as far as the sleeve says.
create table release_line_ups (
    release_id bigint,      -- the release
    line_up_no integer,     -- counts from 0 by the first of its tracks
    tracks integer[],       -- track_no of the tracks, ascending; NULL for a release without tracks, which counts as one
    performers bigint[],    -- artists who play, sing or conduct on them, ascending; a group only without its members
    leaders bigint[],       -- those of the performers who lead these tracks
    credited bigint[],      -- those with a credit that performs on these tracks
    named bigint[],         -- those whose part stands on the tracks or names them: the tracks' own artists, and credits
    qty_performers integer, -- identities among the performers: an artist and its aliases are one
    primary key (release_id, line_up_no)
);
