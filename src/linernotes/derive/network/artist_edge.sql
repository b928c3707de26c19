-- One row per two related artists, lower id first, and one from "me" (0) to every collected artist.
-- Both are in artist_vertex: pruning has left out the others.
-- albums: distinct albums over all relations of the two. It is no sum of their weights: a relation in each direction,
-- or of two kinds, may rest on the same album.
with
    ordered as (
        select
            case when artist_id_from < artist_id_to then artist_id_from else artist_id_to end as lower_id,
            case when artist_id_from < artist_id_to then artist_id_to else artist_id_from end as higher_id,
            relation_type,
            weight,
            releases
        from artist_relations
    ),
    owned as (
        select
            c.instance_id,
            c.release_id,
            case when r.master_id is null then -c.release_id else r.master_id end as album_id
        from collection_items as c
        left join release as r on r.release_id = c.release_id
    ),
    owned_albums as (select distinct release_id, album_id from owned),
    evidence as (select lower_id, higher_id, unnest(releases) as release_id from ordered),
    shown as (
        select e.lower_id, e.higher_id, count(distinct o.album_id) as albums
        from evidence as e
        inner join owned_albums as o on o.release_id = e.release_id
        group by e.lower_id, e.higher_id
    ),
    related as (
        select
            lower_id,
            higher_id,
            cast(sum(weight) as bigint) as weight,
            array_sort(array_agg(distinct relation_type)) as relation_types
        from ordered
        group by lower_id, higher_id
    ),
    mine as (
        select ra.artist_id, o.instance_id, o.album_id
        from release_artists as ra
        inner join owned as o on o.release_id = ra.release_id
        where ra.artist_id is not null and ra.artist_id not in (194, 355, 118760)
    ),
    my_copies as (select artist_id, count(distinct instance_id) as weight from mine group by artist_id),
    my_albums as (select artist_id, count(distinct album_id) as albums from mine group by artist_id),
    edges as (
        select
            r.lower_id as artist_id_from,
            r.higher_id as artist_id_to,
            coalesce(s.albums, 0) as albums,
            r.weight,
            r.relation_types
        from related as r
        left join shown as s on s.lower_id = r.lower_id and s.higher_id = r.higher_id
        union all
        select cast(0 as bigint), c.artist_id, a.albums, c.weight, cast([] as varchar[])
        from my_copies as c
        inner join my_albums as a on a.artist_id = c.artist_id
    )
select e.artist_id_from, e.artist_id_to, cast(e.albums as integer) as albums, e.weight, e.relation_types
from edges as e
inner join artist_vertex as f on f.artist_id = e.artist_id_from
inner join artist_vertex as t on t.artist_id = e.artist_id_to
