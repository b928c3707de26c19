-- One row per two artists and kind of relation. Members, groups and aliases are whatever documents say; the rest
-- is from owned releases alone. No self-loops, no pseudo-artists, no names without an id.
--
-- group_member: member -> group, from either's document. artist_alias: lower -> higher id, from either's document.
-- co_appearance: two main artists of one release, lower -> higher id.
-- release_role: an artist credited in a role that makes music -> the artists who made it; release_role_evidence has
--   the rule, and what each row of these rests on.
-- co_player: two artists who perform on one track, lower -> higher id; co_player_releases has the rule and the evidence.
-- Two artists of one identity are related as aliases alone: a person is no member of their own one-man group.
-- Weight is the number of distinct albums: masters, or releases without one.
-- Of a release's main artists the first 100 count; cuts.sql says where there are more.
with
    main_artists as (
        select distinct ra.release_id, o.album_id, ra.artist_id
        from release_artists as ra
        inner join owned_albums as o on o.release_id = ra.release_id
        where ra.artist_id is not null and ra.position < 100
    ),
    shown as (
        select
            e.artist_id_from,
            e.artist_id_to,
            count(distinct o.album_id) as weight,
            array_sort(array_agg(e.release_id)) as releases
        from release_role_evidence as e
        inner join owned_albums as o on o.release_id = e.release_id
        group by e.artist_id_from, e.artist_id_to
    ),
    named_roles as (select artist_id_from, artist_id_to, unnest(roles) as role from release_role_evidence),
    shown_roles as (
        select artist_id_from, artist_id_to, array_sort(array_agg(distinct role)) as roles
        from named_roles
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
        select s.artist_id_from, s.artist_id_to, 'release_role', s.weight, s.releases, r.roles
        from shown as s
        inner join shown_roles as r on r.artist_id_from = s.artist_id_from and r.artist_id_to = s.artist_id_to
        union all
        select
            c.artist_id_from,
            c.artist_id_to,
            'co_player',
            count(distinct o.album_id),
            array_sort(array_agg(c.release_id)),
            cast([] as varchar[])
        from co_player_releases as c
        inner join owned_albums as o on o.release_id = c.release_id
        group by c.artist_id_from, c.artist_id_to
    )
select r.artist_id_from, r.artist_id_to, r.relation_type, r.weight, r.releases, r.roles
from relations as r
inner join artist as f on f.artist_id = r.artist_id_from
inner join artist as t on t.artist_id = r.artist_id_to
where r.artist_id_from <> r.artist_id_to
    and r.artist_id_from not in (194, 355, 118760)
    and r.artist_id_to not in (194, 355, 118760)
    and (r.relation_type = 'artist_alias' or f.identity_id <> t.identity_id)
order by r.artist_id_from, r.artist_id_to, r.relation_type
