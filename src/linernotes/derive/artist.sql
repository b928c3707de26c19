-- What follows for the rows of artist: one row per artist, all columns below NULL until then.
-- Pseudo-artists are counted like everybody. Copies, not releases, are counted: who owns a record twice has two.
-- A copy credits everyone who stands on it: main artists, artists of tracks, and the credits of both.
-- `$artists` and `$identities` go together: artists who have aliases, and their identities. All others are their own.
-- Of several small pictures by which others refer to an artist, the most frequent is taken, ties by the alphabet.
with
    aliased as (select unnest($artists) as artist_id, unnest($identities) as identity_id),
    copies as (select release_id, count(*) as qty from collection_items group by release_id),
    main_artists as (select distinct release_id, artist_id from release_artists where artist_id is not null),
    items as (
        select m.artist_id, cast(sum(c.qty) as bigint) as qty
        from main_artists as m
        inner join copies as c on c.release_id = m.release_id
        group by m.artist_id
    ),
    anywhere as (
        select release_id, artist_id from main_artists
        union
        select release_id, artist_id from counted_credits where artist_id is not null
        union
        select release_id, artist_id from release_track_artists where artist_id is not null
    ),
    credits as (
        select a.artist_id, cast(sum(c.qty) as bigint) as qty
        from anywhere as a
        inner join copies as c on c.release_id = a.release_id
        group by a.artist_id
    ),
    group_ids as (
        select artist_id from artist_members
        union
        select group_id from artist_groups
    ),
    own_pictures as (
        select artist_id, url_150, row_number() over (partition by artist_id order by position) as place
        from artist_images
        where type = 'primary' and url_150 is not null
    ),
    referring as (
        select alias_id as artist_id, thumb_url from artist_aliases
        union all
        select group_id, thumb_url from artist_groups
        union all
        select member_id, thumb_url from artist_members
    ),
    counted as (
        select artist_id, thumb_url, count(*) as times
        from referring
        where thumb_url is not null
        group by artist_id, thumb_url
    ),
    referred as (
        select
            artist_id,
            thumb_url,
            row_number() over (partition by artist_id order by times desc, thumb_url) as place
        from counted
    )
select
    a.artist_id,
    coalesce(n.identity_id, a.artist_id) as identity_id,
    case when g.artist_id is not null then true when a.source <> 'basic' then false end as is_group,
    coalesce(o.url_150, r.thumb_url) as thumb_url,
    cast(coalesce(i.qty, 0) as integer) as qty_collection_items,
    cast(coalesce(c.qty, 0) as integer) as qty_collection_credits
from artist as a
left join aliased as n on n.artist_id = a.artist_id
left join group_ids as g on g.artist_id = a.artist_id
left join own_pictures as o on o.artist_id = a.artist_id and o.place = 1
left join referred as r on r.artist_id = a.artist_id and r.place = 1
left join items as i on i.artist_id = a.artist_id
left join credits as c on c.artist_id = a.artist_id
