-- One row per artist who is on an owned release: copies of which it is a main artist, and distinct albums that it is on.
with
    owned as (select distinct release_id from collection_items),
    copies as (
        select ra.artist_id, count(distinct c.instance_id) as copies
        from release_artists as ra
        inner join collection_items as c on c.release_id = ra.release_id
        where ra.artist_id is not null
        group by ra.artist_id
    ),
    albums as (
        select h.artist_id, count(distinct case when r.master_id is null then -r.release_id else r.master_id end) as albums
        from artist_release_roles as h
        inner join owned as o on o.release_id = h.release_id
        inner join release as r on r.release_id = h.release_id
        group by h.artist_id
    )
select a.artist_id, coalesce(c.copies, 0) as copies, a.albums
from albums as a
left join copies as c on c.artist_id = a.artist_id
order by a.artist_id
