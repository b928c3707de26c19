-- One row per owned release and set of its tracks on which the same artists perform: see the table's comment.
--
-- On a track perform: its leaders; its credits with a role that performs, and the release's such credits that name it
-- (track_credits); and those that name no track, where the track is one of open_tracks.
-- A credit whose tracks cannot be resolved performs on none. Composers who only lead do not perform (silent_composers).
-- A group does not where one of its members does.
-- Tracks with the same names are put together before the release's main artists and credits join them.
-- Of one list of names the first 100 artists and the first 5,000 credits count; cuts.sql says where there are more.
with
    performing as (select role from role where performs),
    main_artists as (
        select distinct release_id, artist_id from release_artists where artist_id is not null and position < 100
    ),
    credited as (select distinct release_id, track_no, artist_id from track_credits),
    credits as (
        select release_id, track_no, array_sort(array_agg(artist_id)) as artists
        from credited
        group by release_id, track_no
    ),
    own as (
        select release_id, track_no, array_sort(array_agg(artist_id)) as artists
        from track_leaders
        where is_own
        group by release_id, track_no
    ),
    tracks as (
        select
            t.release_id,
            t.track_no,
            t.artists_no is not null as has_own,
            w.track_no is not null as is_open,
            coalesce(o.artists, cast([] as bigint[])) as own,
            coalesce(c.artists, cast([] as bigint[])) as credited
        from playing_tracks as t
        left join open_tracks as w on w.release_id = t.release_id and w.track_no = t.track_no
        left join own as o on o.release_id = t.release_id and o.track_no = t.track_no
        left join credits as c on c.release_id = t.release_id and c.track_no = t.track_no
    ),
    alike as (
        select
            release_id,
            has_own,
            is_open,
            own,
            credited,
            min(track_no) as first_no,
            array_sort(array_agg(track_no)) as tracks
        from tracks
        group by release_id, has_own, is_open, own, credited
    ),
    numbered as (
        select
            release_id,
            cast(row_number() over (partition by release_id order by first_no) - 1 as integer) as line_up_no,
            case when first_no >= 0 then tracks end as tracks,
            has_own,
            is_open,
            own,
            credited
        from alike
    ),
    own_artists as (select release_id, line_up_no, unnest(own) as artist_id from numbered),
    credited_artists as (select release_id, line_up_no, unnest(credited) as artist_id from numbered),
    led_by as (
        select release_id, line_up_no, artist_id, 1 as is_named from own_artists
        union all
        select n.release_id, n.line_up_no, m.artist_id, 0
        from numbered as n
        inner join main_artists as m on m.release_id = n.release_id
        where not n.has_own
    ),
    parts as (
        select l.release_id, l.line_up_no, l.artist_id, 1 as leads, 0 as is_credited, l.is_named
        from led_by as l
        left join silent_composers as s on s.release_id = l.release_id and s.artist_id = l.artist_id
        where s.release_id is null
        union all
        select release_id, line_up_no, artist_id, 0, 1, 1 from credited_artists
        union all
        select n.release_id, n.line_up_no, c.artist_id, 0, 1, 0
        from numbered as n
        inner join counted_credits as c on c.release_id = n.release_id
        inner join performing as p on p.role = c.role
        where n.is_open and c.tracks is null and c.position < 5000 and c.artist_id is not null
    ),
    performers as (
        select
            p.release_id,
            p.line_up_no,
            p.artist_id,
            a.identity_id,
            max(p.leads) as leads,
            max(p.is_credited) as is_credited,
            max(p.is_named) as is_named
        from parts as p
        inner join artist as a on a.artist_id = p.artist_id
        where p.artist_id not in (194, 355, 118760)
        group by p.release_id, p.line_up_no, p.artist_id, a.identity_id
    ),
    groups_by_member as (
        select distinct g.release_id, g.line_up_no, g.artist_id
        from performers as g
        inner join memberships as m on m.group_identity = g.identity_id
        inner join performers as p
            on p.release_id = g.release_id and p.line_up_no = g.line_up_no and p.identity_id = m.member_identity
    ),
    remaining as (
        select p.release_id, p.line_up_no, p.artist_id, p.identity_id, p.leads, p.is_credited, p.is_named
        from performers as p
        left join groups_by_member as g
            on g.release_id = p.release_id and g.line_up_no = p.line_up_no and g.artist_id = p.artist_id
        where g.release_id is null
    ),
    everyone as (
        select
            release_id,
            line_up_no,
            array_sort(array_agg(artist_id)) as performers,
            cast(count(distinct identity_id) as integer) as qty_performers
        from remaining
        group by release_id, line_up_no
    ),
    leaders as (
        select release_id, line_up_no, array_sort(array_agg(artist_id)) as leaders
        from remaining
        where leads = 1
        group by release_id, line_up_no
    ),
    with_credit as (
        select release_id, line_up_no, array_sort(array_agg(artist_id)) as credited
        from remaining
        where is_credited = 1
        group by release_id, line_up_no
    ),
    named as (
        select release_id, line_up_no, array_sort(array_agg(artist_id)) as named
        from remaining
        where is_named = 1
        group by release_id, line_up_no
    )
select
    n.release_id,
    n.line_up_no,
    n.tracks,
    e.performers,
    coalesce(l.leaders, cast([] as bigint[])) as leaders,
    coalesce(c.credited, cast([] as bigint[])) as credited,
    coalesce(m.named, cast([] as bigint[])) as named,
    e.qty_performers
from numbered as n
inner join everyone as e on e.release_id = n.release_id and e.line_up_no = n.line_up_no
left join leaders as l on l.release_id = n.release_id and l.line_up_no = n.line_up_no
left join with_credit as c on c.release_id = n.release_id and c.line_up_no = n.line_up_no
left join named as m on m.release_id = n.release_id and m.line_up_no = n.line_up_no
order by n.release_id, n.line_up_no
