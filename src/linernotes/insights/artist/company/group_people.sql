-- One row per name of somebody who performs on the tracks of a group (not on those of others who share a record), and
-- owned release that has it as a main artist: `is_member` or guest, and in which roles that perform.
-- Members are those of any name of the group. A guest has a credit that performs on such a track, on an album that is
-- neither theirs nor one of their groups': sideman_releases has the rule. Anybody else is a main artist beside the group.
with
    itself as (select identity_id from artist where artist_id = $1),
    members as (
        select distinct m.identity_id
        from artist_relations as r
        inner join artist as g on g.artist_id = r.artist_id_to
        inner join artist as m on m.artist_id = r.artist_id_from
        where r.relation_type = 'group_member' and g.identity_id in (select identity_id from itself)
    ),
    line_ups as (
        select l.release_id, l.line_up_no, l.tracks[1] as first_no, l.performers, l.credited
        from release_line_ups as l
        where l.release_id in (select release_id from release_artists where artist_id = $1)
    ),
    named as (
        select
            l.release_id,
            l.line_up_no,
            a.artist_id,
            case when a.track_no = l.first_no then 0 else 1 end as distance
        from line_ups as l
        inner join release_tracks as t on t.release_id = l.release_id and t.track_no = l.first_no
        inner join release_track_artists as a
            on a.release_id = t.release_id and (a.track_no = t.track_no or a.track_no = t.parent_track_no)
        where a.role is null
    ),
    -- a track's own artists lead it, else its parent's
    nearest as (
        select release_id, line_up_no, min(distance) as distance from named group by release_id, line_up_no
    ),
    led as (
        select n.release_id, n.line_up_no, max(case when n.artist_id = $1 then 1 else 0 end) as is_its
        from named as n
        inner join nearest as c
            on c.release_id = n.release_id and c.line_up_no = n.line_up_no and c.distance = n.distance
        group by n.release_id, n.line_up_no
    ),
    its as (
        select l.release_id, l.performers, l.credited
        from line_ups as l
        left join led as o on o.release_id = l.release_id and o.line_up_no = l.line_up_no
        where coalesce(o.is_its, 1) = 1
    ),
    performing as (select release_id, unnest(performers) as artist_id from its),
    credited as (select release_id, unnest(credited) as artist_id from its),
    parts as (
        select release_id, artist_id, unnest(roles) as role
        from artist_release_roles
        where cardinality(roles) > 0 and release_id in (select release_id from its)
    ),
    roles as (
        select p.release_id, p.artist_id, array_sort(array_agg(distinct p.role)) as roles
        from parts as p
        inner join role as k on k.role = p.role
        where k.performs
        group by p.release_id, p.artist_id
    ),
    people as (
        select distinct true as is_member, p.artist_id, a.identity_id, p.release_id
        from performing as p
        inner join artist as a on a.artist_id = p.artist_id
        inner join members as m on m.identity_id = a.identity_id
        union all
        select distinct false, c.artist_id, s.identity_id, c.release_id
        from credited as c
        inner join artist as a on a.artist_id = c.artist_id
        inner join sideman_releases as s on s.release_id = c.release_id and s.identity_id = a.identity_id
    )
select
    p.is_member,
    p.artist_id,
    p.identity_id,
    p.release_id,
    coalesce(r.roles, cast([] as varchar[])) as roles
from people as p
left join roles as r on r.release_id = p.release_id and r.artist_id = p.artist_id
order by p.release_id, p.artist_id
