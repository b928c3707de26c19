-- One row per owned release, identity and role of its credits, the tracks' among them. A main artist and the artist of a
-- track lead, which is no role: NULL. Various and the other pseudo-artists are nobody.
with
    parts as (
        select release_id, artist_id, role from release_credits
        union
        select b.release_id, b.artist_id, b.role
        from release_borrowed_credits as b
        inner join meta as m on m.key = 'counts_borrowed_credits' and m.value = 'yes'
        union
        select release_id, artist_id, role from release_track_artists
        union
        select release_id, artist_id, null as role from release_artists
    )
select distinct p.release_id, coalesce(a.identity_id, p.artist_id) as identity_id, p.role
from parts as p
left join artist as a on a.artist_id = p.artist_id
where p.artist_id not in (194, 355, 118760) and p.release_id in (select release_id from collection_items)
