-- One row per artist, owned or wanted release and kind of relationship: pseudo-artists too, names without an id left out.
--
-- main: a main artist, of the whole release, in no role. track: an artist of tracks, in no role.
-- credit: credited by the release or by a track, in all these roles, music-making or not.
-- `tracks` is NULL for a credit of the whole release, even where other credits name tracks beside it.
-- Otherwise it lists the named tracks, [] if none of them can be recognised.
-- A track's artist without a role is its own artist.
with
    listed as (
        select release_id from collection_items
        union
        select release_id from wantlist_items
    ),
    parts as (
        select
            c.release_id,
            c.artist_id,
            'credit' as relation,
            c.role,
            t.track_no,
            case when c.tracks is null then 1 else 0 end as is_whole
        from counted_credits as c
        left join release_credit_tracks as t on t.release_id = c.release_id and t.position = c.position
        union all
        select release_id, artist_id, case when role is null then 'track' else 'credit' end, role, track_no, 0
        from release_track_artists
        union all
        select release_id, artist_id, 'main', cast(null as varchar), cast(null as integer), 1
        from release_artists
    ),
    known as (
        select p.release_id, p.artist_id, p.relation, p.role, p.track_no, p.is_whole
        from parts as p
        inner join listed as l on l.release_id = p.release_id
        where p.artist_id is not null
    ),
    related as (
        select artist_id, release_id, relation, max(is_whole) as is_whole
        from known
        group by artist_id, release_id, relation
    ),
    roles as (
        select artist_id, release_id, relation, array_sort(array_agg(distinct role)) as roles
        from known
        where role is not null
        group by artist_id, release_id, relation
    ),
    tracks as (
        select artist_id, release_id, relation, array_sort(array_agg(distinct track_no)) as tracks
        from known
        where track_no is not null
        group by artist_id, release_id, relation
    )
select
    a.artist_id,
    a.release_id,
    a.relation,
    coalesce(r.roles, cast([] as varchar[])) as roles,
    case when a.is_whole = 0 then coalesce(t.tracks, cast([] as integer[])) end as tracks
from related as a
left join roles as r
    on r.artist_id = a.artist_id and r.release_id = a.release_id and r.relation = a.relation
left join tracks as t
    on t.artist_id = a.artist_id and t.release_id = a.release_id and t.relation = a.relation
order by a.artist_id, a.release_id, a.relation
