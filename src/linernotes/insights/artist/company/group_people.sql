-- One row per main artist as if it were a group, name of somebody who performs on its tracks (not on those of others who
-- share a record), and owned release of which it is a main artist: `is_member` or guest, and in which roles that perform.
-- Members are those of any name of the group. A guest has a credit that performs on such a track, on an album that is
-- neither theirs nor one of their groups': sideman_releases has the rule. Others are main artists beside the group.
with
    led_by as (
        select distinct r.release_id, g.artist_id as group_id, g.identity_id
        from release_artists as r
        inner join artist as g on g.artist_id = r.artist_id
        where r.release_id in (select release_id from collection_items)
    ),
    members as (
        select distinct g.identity_id as group_identity_id, m.identity_id
        from artist_relations as r
        inner join artist as g on g.artist_id = r.artist_id_to
        inner join artist as m on m.artist_id = r.artist_id_from
        where r.relation_type = 'group_member'
    ),
    line_ups as (
        select l.release_id, l.line_up_no, l.tracks[1] as first_no, l.performers, l.credited
        from release_line_ups as l
        where l.release_id in (select release_id from led_by)
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
    leaders as (
        select distinct n.release_id, n.line_up_no, n.artist_id
        from named as n
        inner join nearest as c
            on c.release_id = n.release_id and c.line_up_no = n.line_up_no and c.distance = n.distance
    ),
    its as (
        select b.group_id, b.identity_id as group_identity_id, l.release_id, l.performers, l.credited
        from line_ups as l
        inner join led_by as b on b.release_id = l.release_id
        left join nearest as c on c.release_id = l.release_id and c.line_up_no = l.line_up_no
        left join leaders as o
            on o.release_id = l.release_id and o.line_up_no = l.line_up_no and o.artist_id = b.group_id
        where c.release_id is null or o.artist_id is not null
    ),
    performing as (
        select group_id, group_identity_id, release_id, unnest(performers) as artist_id from its
    ),
    credited as (select group_id, release_id, unnest(credited) as artist_id from its),
    people as (
        select distinct p.group_id, true as is_member, p.artist_id, p.release_id
        from performing as p
        inner join artist as a on a.artist_id = p.artist_id
        inner join members as m
            on m.group_identity_id = p.group_identity_id and m.identity_id = a.identity_id
        union all
        select distinct c.group_id, false, c.artist_id, c.release_id
        from credited as c
        inner join artist as a on a.artist_id = c.artist_id
        inner join sideman_releases as s on s.release_id = c.release_id and s.identity_id = a.identity_id
    ),
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
    )
select
    p.group_id,
    p.is_member,
    p.artist_id,
    p.release_id,
    coalesce(r.roles, cast([] as varchar[])) as roles
from people as p
left join roles as r on r.release_id = p.release_id and r.artist_id = p.artist_id
order by p.group_id, p.release_id, p.artist_id, p.is_member
