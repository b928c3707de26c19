-- One row per classical owned release and artist who leads there without playing: all credits there are for writing.
-- Who has no credit there, but has some on other owned releases, all of them for writing, is one, too.
with
    classical as (
        select distinct g.release_id
        from release_genres as g
        inner join collection_items as c on c.release_id = g.release_id
        where g.genre = 'Classical'
    ),
    leaders as (
        select distinct l.release_id, l.artist_id
        from track_leaders as l
        inner join classical as c on c.release_id = l.release_id
    ),
    asked as (select distinct artist_id from leaders),
    owned as (select distinct release_id from collection_items),
    parts as (
        select release_id, artist_id, role from counted_credits
        union
        select release_id, artist_id, role from release_track_artists where role is not null
    ),
    wrote as (
        select p.release_id, p.artist_id, min(case when r.category = 'writing' then 1 else 0 end) as is_writing
        from parts as p
        inner join asked as a on a.artist_id = p.artist_id
        inner join owned as o on o.release_id = p.release_id
        left join role as r on r.role = p.role
        group by p.release_id, p.artist_id
    ),
    everywhere as (select artist_id, min(is_writing) as is_writing from wrote group by artist_id)
select l.release_id, l.artist_id
from leaders as l
inner join everywhere as e on e.artist_id = l.artist_id
left join wrote as h on h.release_id = l.release_id and h.artist_id = l.artist_id
where coalesce(h.is_writing, e.is_writing) = 1
