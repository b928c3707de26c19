-- One row per release that the month before had not, with somebody who is followed or two or more of some musicians: see
-- NewRecord. $1 to $4: artists, their identities, their weights (0 for who is no musician of the shelf), and whether they are
-- followed; $5: roles that perform.
with asked as (
    select unnest($1) as artist_id, unnest($2) as identity_id, unnest($3) as weight, unnest($4) as is_followed
),
new as (select release_id from {new_releases}),
named as (
    select release_id, artist_id, true as performs
    from {release_artists}
    where release_id in (select release_id from new)
    union all
    select release_id, artist_id, role in (select unnest($5)) as performs
    from {release_credits}
    where release_id in (select release_id from new)
    union all
    select release_id, artist_id, role is null or role in (select unnest($5)) as performs
    from {release_track_artists}
    where release_id in (select release_id from new)
),
people as (
    select n.release_id, a.identity_id, max(a.weight) as weight, bool_or(a.is_followed) as is_followed, bool_or(n.performs) as performs
    from named as n
    inner join asked as a on a.artist_id = n.artist_id
    group by n.release_id, a.identity_id
),
fitting as (
    select
        release_id,
        bool_or(is_followed) as is_followed,
        cast(sum(case when performs then weight else 0 end) as double) as weight
    from people
    group by release_id
    having bool_or(is_followed) or count(*) filter (where performs and weight > 0) >= 2
),
sizes as (
    select release_id, count(distinct artist_id) as credited
    from named
    where release_id in (select release_id from fitting)
    group by release_id
)
select f.release_id, s.credited, f.weight / nullif(sqrt(s.credited), 0) as score
from fitting as f
inner join sizes as s on s.release_id = f.release_id
order by f.is_followed desc, score desc, f.release_id
limit {kept}
