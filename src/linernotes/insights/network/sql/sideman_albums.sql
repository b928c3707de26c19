-- One row per (sideman of a list, album): what they do on it in music-making roles, on any of its pressings.
-- Also the oldest pressing here that says so, with its title: that of the earliest year, of several the lowest id.
-- Albums are masters, or releases that have none; in the order in which they came out.
with
    asked as (select unnest(cast(? as bigint[])) as artist_id),
    owned as (
        select distinct
            c.release_id,
            case when r.master_id is null then -c.release_id else r.master_id end as album_id,
            r.title,
            r.year as pressed,
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
        select c.artist_id, o.album_id, o.release_id, o.pressed, c.role
        from credited as c
        inner join owned as o on o.release_id = c.release_id
        inner join role as r on r.role = c.role
        where r.as_edge
    ),
    placed as (
        select
            artist_id,
            album_id,
            release_id,
            row_number() over (partition by artist_id, album_id order by pressed nulls last, release_id) as place
        from played
    ),
    parts as (
        select artist_id, album_id, array_sort(array_agg(distinct role)) as roles
        from played
        group by artist_id, album_id
    )
select p.artist_id, p.release_id, o.title, t.roles
from placed as p
inner join parts as t on t.artist_id = p.artist_id and t.album_id = p.album_id
inner join owned as o on o.release_id = p.release_id
where p.place = 1
order by p.artist_id, o.year nulls last, p.release_id
