-- What was looked for in monthly dumps. What a dump lacks is not looked for in it again, and can be reported.

-- One row per id that was looked for in one dump, from its first byte to its checksum.
create table dump_search (
    source text not null,           -- dump:YYYYMMDD
    kind text not null,             -- which of its files: release, master, artist
    what text not null check (what in ('document', 'discography')), -- by its own id, or by a main artist's
    id integer not null,            -- of the document; of the artist where a discography was looked for
    found integer not null,         -- elements; 0: the dump has none
    primary key (source, kind, what, id)
) strict, without rowid;
