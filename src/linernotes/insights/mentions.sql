-- One row per thing that a text mentions and that is known here: its kind, its id, its name in Discogs' database, the
-- name to show, and for a release or an album the pressing to look at (one that is owned first).
with
    asked_artists as (select unnest(cast(? as bigint[])) as artist_id),
    asked_names as (select unnest(cast(? as varchar[])) as name),
    asked_releases as (select unnest(cast(? as bigint[])) as release_id),
    asked_masters as (select unnest(cast(? as bigint[])) as master_id),
    asked_labels as (select unnest(cast(? as bigint[])) as label_id),
    owned as (
        select r.master_id, min(r.release_id) as release_id
        from collection_items as c
        inner join release as r on r.release_id = c.release_id
        inner join asked_masters as m on m.master_id = r.master_id
        group by r.master_id
    )
select 'artist' as kind, a.artist_id as id, a.name, a.display_name as shown, cast(null as bigint) as release_id
from artist as a
inner join asked_artists as n on n.artist_id = a.artist_id
union
select 'artist', a.artist_id, a.name, a.display_name, null
from artist as a
inner join asked_names as n on n.name = a.name
union all
select 'release', r.release_id, r.title, r.title, r.release_id
from release as r
inner join asked_releases as n on n.release_id = r.release_id
union all
select 'master', m.master_id, m.title, m.title, coalesce(o.release_id, m.main_release_id)
from master as m
inner join asked_masters as n on n.master_id = m.master_id
left join owned as o on o.master_id = m.master_id
union all
select 'label', l.label_id, min(l.name), min(l.name), null
from release_labels as l
inner join asked_labels as n on n.label_id = l.label_id
group by l.label_id
