-- One row per two people who play together for the first time on a copy that came in in the year asked for, and who both
-- were on the shelf before; those with most albums before come first, at most as many as asked for.
-- A copy without a date may have come in before or after: it makes no link new, and nobody known before.
-- Family is no new link. People are identities; the ids are those of the names that play together.
with
    asked as (select cast(? as bigint) as year, cast(? as bigint) as most),
    came as (
        select
            c.release_id,
            case
                when count(c.added_on) < count(*) then 0
                else cast(min(extract(year from c.added_on)) as bigint)
            end as year
        from collection_items as c
        group by c.release_id
    ),
    playing as (select release_id, unnest(performers) as artist_id from release_line_ups),
    people as (
        select distinct
            a.identity_id,
            case when r.master_id is null then -p.release_id else r.master_id end as album_id,
            c.year
        from playing as p
        inner join artist as a on a.artist_id = p.artist_id
        inner join came as c on c.release_id = p.release_id
        inner join release as r on r.release_id = p.release_id
    ),
    before as (
        select p.identity_id, count(distinct p.album_id) as albums
        from people as p
        inner join asked as q on p.year < q.year and p.year > 0
        group by p.identity_id
    ),
    related as (
        select artist_id_from, artist_id_to, relation_type, unnest(releases) as release_id
        from artist_relations
        where relation_type not in ('group_member', 'artist_alias')
    ),
    dated as (
        select
            least(f.identity_id, t.identity_id) as one_id,
            greatest(f.identity_id, t.identity_id) as other_id,
            e.artist_id_from,
            e.artist_id_to,
            e.relation_type,
            e.release_id,
            c.year
        from related as e
        inner join artist as f on f.artist_id = e.artist_id_from
        inner join artist as t on t.artist_id = e.artist_id_to
        inner join came as c on c.release_id = e.release_id
    ),
    family as (
        select
            least(f.identity_id, t.identity_id) as one_id,
            greatest(f.identity_id, t.identity_id) as other_id
        from artist_relations as e
        inner join artist as f on f.artist_id = e.artist_id_from
        inner join artist as t on t.artist_id = e.artist_id_to
        where e.relation_type in ('group_member', 'artist_alias')
    ),
    firsts as (
        select d.one_id, d.other_id
        from dated as d
        cross join asked as q
        group by d.one_id, d.other_id, q.year
        having min(d.year) = q.year
    ),
    evidence as (
        select
            d.one_id,
            d.other_id,
            d.artist_id_from,
            d.artist_id_to,
            d.release_id,
            row_number() over (
                partition by d.one_id, d.other_id order by d.release_id, d.artist_id_from, d.artist_id_to
            ) as place
        from dated as d
        inner join asked as q on q.year = d.year
        where d.relation_type = 'co_player'
    ),
    found as (
        select
            e.artist_id_from,
            e.artist_id_to,
            e.release_id,
            f.albums as albums_from,
            t.albums as albums_to,
            row_number() over (
                order by
                    least(f.albums, t.albums) desc,
                    f.albums + t.albums desc,
                    e.artist_id_from,
                    e.artist_id_to
            ) as place
        from firsts as n
        inner join evidence as e on e.one_id = n.one_id and e.other_id = n.other_id and e.place = 1
        inner join artist as a on a.artist_id = e.artist_id_from
        inner join artist as b on b.artist_id = e.artist_id_to
        inner join before as f on f.identity_id = a.identity_id
        inner join before as t on t.identity_id = b.identity_id
        left join family as k on k.one_id = n.one_id and k.other_id = n.other_id
        where k.one_id is null
    )
select
    f.artist_id_from,
    coalesce(a.display_name, 'Artist ' || a.artist_id) as name_from,
    f.albums_from,
    f.artist_id_to,
    coalesce(b.display_name, 'Artist ' || b.artist_id) as name_to,
    f.albums_to,
    f.release_id,
    coalesce(r.title, 'Untitled') as title
from found as f
inner join asked as q on f.place <= q.most
inner join artist as a on a.artist_id = f.artist_id_from
inner join artist as b on b.artist_id = f.artist_id_to
inner join release as r on r.release_id = f.release_id
order by f.place
