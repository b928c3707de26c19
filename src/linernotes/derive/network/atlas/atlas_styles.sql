-- One row per artist who is on an owned release, and style: on how many albums of that style it is. A release without a
-- style counts by its genres.
with
    owned as (select distinct release_id from collection_items),
    styled as (select distinct release_id from release_styles),
    tags as (
        select release_id, style as tag from release_styles
        union
        select g.release_id, g.genre
        from release_genres as g
        left join styled as s on s.release_id = g.release_id
        where s.release_id is null
    )
select
    h.artist_id,
    t.tag as style,
    count(distinct case when r.master_id is null then -r.release_id else r.master_id end) as albums
from artist_release_roles as h
inner join owned as o on o.release_id = h.release_id
inner join release as r on r.release_id = h.release_id
inner join tags as t on t.release_id = h.release_id
where t.tag is not null
group by h.artist_id, t.tag
order by h.artist_id, t.tag
