-- One row per (artist, role) on a release, wherever it is credited: 'main' on the cover, 'credit' on the release,
-- 'performer' or 'credit' on a track. `track_no` is NULL for the release's own. `tracks` is what a release's own credit
-- names, as sent.
with
    named as (
        select
            'main' as kind,
            cast(null as integer) as track_no,
            position,
            0 as role_no,
            artist_id,
            name,
            name_variation,
            join_phrase,
            cast(null as varchar) as role,
            cast(null as varchar) as role_detail,
            cast(null as varchar) as tracks
        from release_artists
        where release_id = $1
        union all
        select 'credit', null, position, role_no, artist_id, name, name_variation, null, role, role_detail, tracks
        from release_credits
        where release_id = $1
        union all
        select
            case when role_text is null and role_no = 0 then 'performer' else 'credit' end,
            track_no,
            position,
            role_no,
            artist_id,
            name,
            name_variation,
            join_phrase,
            role,
            role_detail,
            null
        from release_track_artists
        where release_id = $1
    )
select
    n.kind,
    n.track_no,
    n.position,
    n.artist_id,
    n.name,
    n.name_variation,
    n.join_phrase,
    n.role,
    n.role_detail,
    n.tracks,
    coalesce(r.category, 'unknown') as category,
    coalesce(r.performs, false) as performs
from named as n
left join role as r on r.role = n.role
order by n.kind, n.track_no nulls first, n.position, n.role_no
