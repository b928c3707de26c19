-- One row per wanted release and identity on it that is on an owned release, too, in whatever part. Pseudo-artists are
-- nobody. `roles` are those on the wanted release; `leads` if it is by them, or a track is. `albums` are owned ones.
with
    parts as (
        select s.release_id, a.identity_id, s.artist_id, a.display_name, s.relation, s.roles
        from artist_release_roles as s
        inner join artist as a on a.artist_id = s.artist_id
        where s.artist_id not in (194, 355, 118760)
    ),
    owned as (
        select distinct
            c.release_id,
            case when r.master_id is null then -c.release_id else r.master_id end as album_id
        from collection_items as c
        left join release as r on r.release_id = c.release_id
    ),
    on_shelf as (
        select p.identity_id, count(distinct o.album_id) as albums
        from parts as p
        inner join owned as o on o.release_id = p.release_id
        group by p.identity_id
    ),
    wanted as (
        select p.release_id, p.identity_id, p.artist_id, p.display_name, p.relation, p.roles
        from parts as p
        inner join wantlist_items as w on w.release_id = p.release_id
    ),
    people as (
        select
            release_id,
            identity_id,
            min(artist_id) as artist_id,
            max(case when relation in ('main', 'track') then 1 else 0 end) as leads
        from wanted
        group by release_id, identity_id
    ),
    named_roles as (select release_id, identity_id, unnest(roles) as role from wanted),
    roles as (
        select release_id, identity_id, array_sort(array_agg(distinct role)) as roles
        from named_roles
        group by release_id, identity_id
    )
select
    p.release_id,
    p.identity_id,
    p.artist_id,
    coalesce(a.display_name, 'Artist ' || p.artist_id) as name,
    coalesce(r.roles, cast([] as varchar[])) as roles,
    p.leads = 1 as leads,
    s.albums
from people as p
inner join on_shelf as s on s.identity_id = p.identity_id
inner join artist as a on a.artist_id = p.artist_id
left join roles as r on r.release_id = p.release_id and r.identity_id = p.identity_id
order by p.release_id, p.identity_id
