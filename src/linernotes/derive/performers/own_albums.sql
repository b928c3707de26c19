-- One row per identity and album of owned releases that is its own, or one of its groups': a main artist of any owned
-- pressing. Albums are masters, or minus the id of a release that has none.
-- Groups that no document names are not known: coverage counts the musicians whose groups are known.
with
    main_identities as (
        select distinct o.album_id, a.identity_id
        from release_artists as ra
        inner join owned_albums as o on o.release_id = ra.release_id
        inner join artist as a on a.artist_id = ra.artist_id
        where ra.artist_id not in (194, 355, 118760)
    )
select album_id, identity_id from main_identities
union
select i.album_id, m.member_identity
from main_identities as i
inner join memberships as m on m.group_identity = i.identity_id
