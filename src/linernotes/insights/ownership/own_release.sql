-- What is known of a release that may be on no shelf: title, artists and master, the best source first.
-- A master's main release is one of its pressings; a release in a discography by itself has no master.
select title, artists, master_id
from (
    select 0 as source, title, cast(null as varchar) as artists, master_id
    from release
    where release_id = cast(? as bigint)
    union all
    select 1 as source, title, cast(null as varchar) as artists, master_id
    from master
    where main_release_id = cast(? as bigint)
    union all
    select 2 as source, title, artist_text as artists, master_id
    from artist_masters
    where (type = 'release' and id = cast(? as bigint)) or main_release_id = cast(? as bigint)
)
order by master_id is null, source, title, artists
limit 1
