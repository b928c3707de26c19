-- Who played with whom most: on how many albums are both on one track?
select
    x.artist_id_from as artist_id,
    a.display_name as one,
    b.display_name as other,
    x.weight as albums,
    cast(sum(cardinality(c.tracks)) as bigint) as tracks_that_name_both
from artist_relations as x
join artist as a on a.artist_id = x.artist_id_from
join artist as b on b.artist_id = x.artist_id_to
join co_player_releases as c on c.artist_id_from = x.artist_id_from and c.artist_id_to = x.artist_id_to
where x.relation_type = 'co_player'
group by x.artist_id_from, a.display_name, x.artist_id_to, b.display_name, x.weight
order by albums desc, tracks_that_name_both desc nulls last, one, other
limit 25
