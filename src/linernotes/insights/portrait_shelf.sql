-- One row per (owned release, relation) of one artist: in which roles and on which tracks (titles, sorted; NULL = the
-- whole release); oldest album first. The year is the master's, else the pressing's.
with
    asked as (select cast(? as bigint) as artist_id),
    held as (
        select r.release_id, r.relation, r.roles, r.tracks
        from artist_release_roles as r
        inner join asked as a on a.artist_id = r.artist_id
    ),
    played as (select release_id, relation, unnest(tracks) as track_no from held where cardinality(tracks) > 0),
    titled as (
        select p.release_id, p.relation, array_sort(array_agg(distinct t.title)) as titles
        from played as p
        inner join release_tracks as t on t.release_id = p.release_id and t.track_no = p.track_no
        where t.title is not null
        group by p.release_id, p.relation
    )
select
    h.release_id,
    r.master_id,
    coalesce(m.year, r.year) as year,
    m.year is null as is_pressing_year,
    h.relation,
    h.roles,
    t.titles
from held as h
inner join release as r on r.release_id = h.release_id
left join master as m on m.master_id = r.master_id
left join titled as t on t.release_id = h.release_id and t.relation = h.relation
order by year nulls last, r.title, h.release_id, h.relation desc
