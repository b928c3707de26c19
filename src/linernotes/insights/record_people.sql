-- One row per (artist, role) on a release, wherever it is credited: 'main' on the cover, 'credit' on the release,
-- 'performer' or 'credit' on a track (track_no is NULL for the release's own). `items` are copies of the shelf that
-- credit the artist anywhere; `tracks` is what a release's own credit names, as sent.
with
    asked as (select cast(? as bigint) as release_id),
    named as (
        select
            'main' as kind,
            cast(null as integer) as track_no,
            m.position,
            0 as role_no,
            m.artist_id,
            m.name,
            m.name_variation,
            m.join_phrase,
            cast(null as varchar) as role,
            cast(null as varchar) as role_detail,
            cast(null as varchar) as tracks
        from release_artists as m
        inner join asked as a on a.release_id = m.release_id
        union all
        select
            'credit',
            null,
            c.position,
            c.role_no,
            c.artist_id,
            c.name,
            c.name_variation,
            null,
            c.role,
            c.role_detail,
            c.tracks
        from release_credits as c
        inner join asked as a on a.release_id = c.release_id
        union all
        select
            case when t.role_text is null and t.role_no = 0 then 'performer' else 'credit' end,
            t.track_no,
            t.position,
            t.role_no,
            t.artist_id,
            t.name,
            t.name_variation,
            t.join_phrase,
            t.role,
            t.role_detail,
            null
        from release_track_artists as t
        inner join asked as a on a.release_id = t.release_id
    )
select
    n.kind,
    n.track_no,
    n.position,
    n.artist_id,
    n.name,
    n.name_variation,
    n.join_phrase,
    coalesce(p.display_name, n.name) as display_name,
    coalesce(p.qty_collection_credits, 0) as items,
    n.role,
    n.role_detail,
    n.tracks,
    coalesce(r.category, 'unknown') as category
from named as n
left join artist as p on p.artist_id = n.artist_id
left join role as r on r.role = n.role
order by n.kind, n.track_no nulls first, n.position, n.role_no
