-- One row per owned release and two of its main artists who stand on two sides of a join phrase `/` alone: they share
-- the record, not its tracks.
with
    owned as (select distinct release_id from collection_items),
    listed as (
        select
            ra.release_id,
            ra.artist_id,
            count(case when trim(ra.join_phrase) = '/' then 1 end) over (
                partition by ra.release_id order by ra.position rows between unbounded preceding and 1 preceding
            ) as slashes
        from release_artists as ra
        inner join owned as o on o.release_id = ra.release_id
        where ra.position < 100
    ),
    split as (select distinct release_id from listed where slashes > 0),
    sides as (
        select distinct l.release_id, l.artist_id, coalesce(l.slashes, 0) as side
        from listed as l
        inner join split as s on s.release_id = l.release_id
        where l.artist_id is not null
    )
select a.release_id, a.artist_id as artist_id_from, b.artist_id as artist_id_to
from sides as a
inner join sides as b on b.release_id = a.release_id and b.artist_id > a.artist_id
group by a.release_id, a.artist_id, b.artist_id
having max(case when a.side = b.side then 1 else 0 end) = 0
