-- One row per (sideman of a list, album): the album's oldest pressing here, its title, and what they do on it in
-- music-making roles. Albums are masters, or releases that have none; in the order in which they came out.
with
    asked as (select unnest(cast(? as bigint[])) as artist_id),
    owned as (
        select distinct
            c.release_id,
            case when r.master_id is null then -c.release_id else r.master_id end as album_id,
            r.title,
            coalesce(m.year, r.year) as year
        from collection_items as c
        inner join release as r on r.release_id = c.release_id
        left join master as m on m.master_id = r.master_id
    ),
    credited as (
        select arr.artist_id, arr.release_id, unnest(arr.roles) as role
        from artist_release_roles as arr
        inner join asked as a on a.artist_id = arr.artist_id
        where cardinality(arr.roles) > 0
    ),
    played as (
        select c.artist_id, o.album_id, min(o.release_id) as release_id, array_sort(array_agg(distinct c.role)) as roles
        from credited as c
        inner join owned as o on o.release_id = c.release_id
        inner join role as r on r.role = c.role
        where r.as_edge
        group by c.artist_id, o.album_id
    )
select p.artist_id, p.release_id, o.title, p.roles
from played as p
inner join owned as o on o.release_id = p.release_id
order by p.artist_id, o.year nulls last, p.release_id
