-- One row: how much stands on the shelf. Albums are masters, or releases that have none. People and groups count once
-- under all their names.
with
    owned as (select distinct release_id from collection_items),
    albums as (
        select distinct case when r.master_id is null then -o.release_id else r.master_id end as album_id
        from owned as o
        inner join release as r on r.release_id = o.release_id
    ),
    people as (
        select artist_id from release_artists inner join owned using (release_id)
        union
        select artist_id from release_credits inner join owned using (release_id)
        union
        select b.artist_id
        from release_borrowed_credits as b
        inner join meta as m on m.key = 'counts_borrowed_credits' and m.value = 'yes'
        inner join owned as o on o.release_id = b.release_id
        union
        select artist_id from release_track_artists inner join owned using (release_id)
    )
select
    (select count(*) from collection_items) as items,
    (select count(*) from owned) as releases,
    (select count(*) from albums) as albums,
    (
        select count(distinct a.identity_id)
        from people as p
        inner join artist as a on a.artist_id = p.artist_id
        where p.artist_id not in (194, 355, 118760)
    ) as people
