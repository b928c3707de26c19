-- One row per album of all of Discogs on which two or more of some people perform, and that is not owned: see LovedRecord.
-- $1 to $3: artists, their identities and weights; $4: roles that perform; $5: albums that are owned. The greatest sums of weights
-- first; then these are divided by the square root of how many people the pressing with most of them credits.
with mine as (
    select unnest($1) as artist_id, unnest($2) as identity_id, unnest($3) as weight
),
named as (
    select a.album_id, a.release_id, a.year, m.identity_id, m.weight
    from {artist_releases} as a
    inner join mine as m on m.artist_id = a.artist_id
    where a.is_main or cardinality(a.roles) = 0 or array_has_any(a.roles, $4) -- without a role: the artist of a track
),
people as (
    select distinct album_id, identity_id, weight from named
),
albums as (
    select album_id, cast(sum(weight) as double) as weight, count(*) as people
    from people
    where album_id not in (select unnest($5))
    group by album_id
    having count(*) >= 2
    order by weight desc, album_id
    limit {most}
),
pressings as (
    select n.album_id, n.release_id, count(distinct n.identity_id) as people, min(coalesce(n.year, 9999)) as year
    from named as n
    where n.album_id in (select album_id from albums)
    group by n.album_id, n.release_id
),
best as (
    select album_id, arg_min(release_id, -people * 100000000000000000 + year * 10000000000000 + release_id) as release_id
    from pressings
    group by album_id
),
credited as (
    select release_id, artist_id from {release_artists} where release_id in (select release_id from best)
    union
    select release_id, artist_id from {release_credits} where release_id in (select release_id from best)
    union
    select release_id, artist_id from {release_track_artists} where release_id in (select release_id from best)
),
sizes as (
    select release_id, count(artist_id) as credited from credited group by release_id
)
select a.album_id, b.release_id, a.weight, a.people, s.credited, a.weight / nullif(sqrt(s.credited), 0) as score
from albums as a
inner join best as b on b.album_id = a.album_id
inner join sizes as s on s.release_id = b.release_id
order by score desc, a.album_id
limit {kept}
