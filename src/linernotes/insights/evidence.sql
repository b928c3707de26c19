-- One row per (relation, release) that connects two artists of a list of pairs, in either direction: what, who, on
-- whose record, on which release, in which roles, on which tracks (titles; NULL = the whole release).
-- Each pair is given in both directions.
with
    pairs as (select unnest(cast(? as bigint[])) as artist_id_from, unnest(cast(? as bigint[])) as artist_id_to),
    relations as (
        select r.relation_type, r.artist_id_from, r.artist_id_to, r.releases, r.roles
        from artist_relations as r
        inner join pairs as p on p.artist_id_from = r.artist_id_from and p.artist_id_to = r.artist_id_to
    ),
    shown as (
        select relation_type, artist_id_from, artist_id_to, roles, unnest(releases) as release_id
        from relations
        where cardinality(releases) > 0
        union all
        select relation_type, artist_id_from, artist_id_to, roles, cast(null as bigint)
        from relations
        where cardinality(releases) = 0
    ),
    credits as (
        select s.relation_type, s.artist_id_from, s.artist_id_to, s.release_id, arr.roles, arr.tracks
        from shown as s
        left join artist_release_roles as arr
            on arr.release_id = s.release_id
            and arr.artist_id = s.artist_id_from
            and arr.relation = case s.relation_type when 'release_role' then 'credit' else 'main' end
    ),
    played as (
        select relation_type, artist_id_from, artist_id_to, release_id, unnest(tracks) as track_no
        from credits
        where cardinality(tracks) > 0
    ),
    titled as (
        select
            p.relation_type,
            p.artist_id_from,
            p.artist_id_to,
            p.release_id,
            array_sort(array_agg(distinct t.title)) as tracks
        from played as p
        inner join release_tracks as t on t.release_id = p.release_id and t.track_no = p.track_no
        where t.title is not null
        group by p.relation_type, p.artist_id_from, p.artist_id_to, p.release_id
    )
select
    c.relation_type,
    c.artist_id_from,
    c.artist_id_to,
    c.release_id,
    r.title,
    c.roles,
    t.tracks
from credits as c
left join release as r on r.release_id = c.release_id
left join titled as t
    on t.relation_type = c.relation_type
    and t.artist_id_from = c.artist_id_from
    and t.artist_id_to = c.artist_id_to
    and t.release_id = c.release_id
order by c.relation_type desc, r.year nulls last, c.release_id, c.artist_id_from
