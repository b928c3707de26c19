-- One row per two artists and kind of relation. Members, groups and aliases are whatever documents say; the rest
-- is from owned releases alone. No self-loops, no pseudo-artists, no names without an id.
--
-- group_member: member -> group, from either's document. artist_alias: lower -> higher id, from either's document.
-- co_appearance: two main artists of one release, lower -> higher id.
-- release_role: an artist credited in a role that makes music -> the artists who made it.
--   For a track's credit these are the track's own artists. Where it has none, they are the release's main artists.
--   A release's credit that names tracks counts as if it stood on each of these tracks.
--   For a release's other credits they are its main artists.
--   A credit is one of these others, too, where no track that it names can be recognised.
--   A track has artists of its own also where these are Various, or names without an id: then nobody is connected.
--   A sub-track does not take the artists of its index track. A track's artist without a role is its own artist.
-- Weight is the number of distinct albums: masters, or releases without one.
-- Of one list of names the first 100 artists and the first 5,000 credits count; cuts.sql says where there are more.
with
    owned as (
        select distinct
            c.release_id,
            case when r.master_id is null then -c.release_id else r.master_id end as album_id
        from collection_items as c
        left join release as r on r.release_id = c.release_id
    ),
    main_artists as (
        select distinct ra.release_id, o.album_id, ra.artist_id
        from release_artists as ra
        inner join owned as o on o.release_id = ra.release_id
        where ra.artist_id is not null and ra.position < 100
    ),
    making as (select role from role where as_edge),
    named_tracks as (select distinct release_id, position from release_credit_tracks),
    own_artists as (
        select distinct ta.release_id, o.album_id, ta.track_no, ta.artist_id
        from release_track_artists as ta
        inner join owned as o on o.release_id = ta.release_id
        where ta.role is null and ta.position < 100
    ),
    tracks_with_artists as (select distinct release_id, track_no from own_artists),
    on_tracks as (
        select ta.release_id, ta.track_no, ta.artist_id, ta.role
        from release_track_artists as ta
        inner join making as m on m.role = ta.role
        where ta.position < 5000
        union
        select c.release_id, t.track_no, c.artist_id, c.role
        from release_credits as c
        inner join making as m on m.role = c.role
        inner join release_credit_tracks as t on t.release_id = c.release_id and t.position = c.position
        where c.position < 5000
    ),
    on_release as (
        select c.release_id, c.artist_id, c.role
        from release_credits as c
        inner join making as m on m.role = c.role
        left join named_tracks as n on n.release_id = c.release_id and n.position = c.position
        where n.release_id is null and c.position < 5000
        union
        select t.release_id, t.artist_id, t.role
        from on_tracks as t
        left join tracks_with_artists as w on w.release_id = t.release_id and w.track_no = t.track_no
        where w.release_id is null
    ),
    played as (
        select t.artist_id as artist_id_from, a.artist_id as artist_id_to, t.release_id, a.album_id, t.role
        from on_tracks as t
        inner join own_artists as a on a.release_id = t.release_id and a.track_no = t.track_no
        where t.artist_id <> a.artist_id
        union
        select r.artist_id, a.artist_id, r.release_id, a.album_id, r.role
        from on_release as r
        inner join main_artists as a on a.release_id = r.release_id
        where r.artist_id <> a.artist_id
    ),
    played_on as (select distinct artist_id_from, artist_id_to, release_id, album_id from played),
    played_roles as (
        select artist_id_from, artist_id_to, array_sort(array_agg(distinct role)) as roles
        from played
        group by artist_id_from, artist_id_to
    ),
    counted as (
        select
            artist_id_from,
            artist_id_to,
            count(distinct album_id) as weight,
            array_sort(array_agg(release_id)) as releases
        from played_on
        group by artist_id_from, artist_id_to
    ),
    members as (
        select member_id as artist_id_from, artist_id as artist_id_to from artist_members
        union
        select artist_id, group_id from artist_groups
    ),
    aliases as (
        select distinct
            least(artist_id, alias_id) as artist_id_from,
            greatest(artist_id, alias_id) as artist_id_to
        from artist_aliases
    ),
    relations as (
        select
            artist_id_from,
            artist_id_to,
            'group_member' as relation_type,
            cast(1 as bigint) as weight,
            cast([] as bigint[]) as releases,
            cast([] as varchar[]) as roles
        from members
        union all
        select
            artist_id_from,
            artist_id_to,
            'artist_alias',
            cast(1 as bigint),
            cast([] as bigint[]),
            cast([] as varchar[])
        from aliases
        union all
        select
            a.artist_id,
            b.artist_id,
            'co_appearance',
            count(distinct a.album_id),
            array_sort(array_agg(a.release_id)),
            cast([] as varchar[])
        from main_artists as a
        inner join main_artists as b on b.release_id = a.release_id and b.artist_id > a.artist_id
        group by a.artist_id, b.artist_id
        union all
        select c.artist_id_from, c.artist_id_to, 'release_role', c.weight, c.releases, r.roles
        from counted as c
        inner join played_roles as r
            on r.artist_id_from = c.artist_id_from and r.artist_id_to = c.artist_id_to
    )
select artist_id_from, artist_id_to, relation_type, weight, releases, roles
from relations
where artist_id_from <> artist_id_to
    and artist_id_from not in (194, 355, 118760)
    and artist_id_to not in (194, 355, 118760)
order by artist_id_from, artist_id_to, relation_type
