-- One row per two artists and album that they made together, of the releases from $first to $last: two main artists of a
-- release, or a performer and a leader of a track. Leaders perform, too. Pairs become distinct once, at the end: few come
-- from two sides.
with
    main_artists as (
        select distinct release_id, artist_id
        from release_artists
        where artist_id is not null and release_id between $first and $last
    ),
    track_credits as (
        select distinct a.release_id, a.track_no, a.artist_id
        from release_track_artists as a
        inner join performing_roles as p on p.role = a.role
        where a.artist_id is not null and a.release_id between $first and $last
    ),
    release_credits_performing as (
        select c.release_id, c.position, c.artist_id, c.tracks
        from release_credits as c
        inner join performing_roles as p on p.role = c.role
        where c.artist_id is not null and c.release_id between $first and $last
    ),
    naming_tracks as (
        select distinct c.release_id, n.track_no, c.artist_id
        from release_credits_performing as c
        inner join release_credit_tracks as n on n.release_id = c.release_id and n.position = c.position
        where n.release_id between $first and $last
    ),
    whole as (
        select c.release_id, c.artist_id
        from release_credits_performing as c
        where c.tracks is null
    ),
    wholly_led as (
        select release_id from playing_tracks group by release_id having min(case when has_own then 1 else 0 end) = 1
    ),
    performing as (
        select release_id, track_no, artist_id from track_leaders where artist_id is not null
        union
        select release_id, track_no, artist_id from track_credits
        union
        select release_id, track_no, artist_id from naming_tracks
        union
        select w.release_id, t.track_no, w.artist_id
        from whole as w
        inner join playing_tracks as t on t.release_id = w.release_id
        where t.is_open and t.has_own
    ),
    with_own as (
        select distinct p.release_id, p.artist_id, l.artist_id as leader_id
        from performing as p
        inner join track_leaders as l on l.release_id = p.release_id and l.track_no = p.track_no
        where l.artist_id is not null
    ),
    without_own as (
        select distinct p.release_id, p.artist_id
        from performing as p
        left join track_leaders as l on l.release_id = p.release_id and l.track_no = p.track_no
        where l.release_id is null
    ),
    led_by_main as (
        select release_id, artist_id from without_own
        union all
        select w.release_id, w.artist_id
        from whole as w
        left join wholly_led as o on o.release_id = w.release_id
        where o.release_id is null
    ),
    met as (
        select release_id, artist_id, leader_id from with_own
        union all
        select p.release_id, p.artist_id, m.artist_id
        from led_by_main as p
        inner join main_artists as m on m.release_id = p.release_id
        union all
        select a.release_id, a.artist_id, b.artist_id
        from main_artists as a
        inner join main_artists as b on b.release_id = a.release_id and b.artist_id > a.artist_id
    ),
    pairs as (
        select
            release_id,
            least(artist_id, leader_id) as artist_id_from,
            greatest(artist_id, leader_id) as artist_id_to
        from met
        where
            artist_id <> leader_id
            and artist_id not in (194, 355, 118760)
            and leader_id not in (194, 355, 118760)
    )
select distinct p.artist_id_from, p.artist_id_to, coalesce(r.master_id, -r.release_id) as album_id
from pairs as p
inner join release as r on r.release_id = p.release_id
left join identities as a on a.artist_id = p.artist_id_from
left join identities as b on b.artist_id = p.artist_id_to
where
    coalesce(a.identity_id, p.artist_id_from) <> coalesce(b.identity_id, p.artist_id_to)
    and r.release_id between $first and $last
