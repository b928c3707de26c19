-- Who is furthest from you: how many steps through the people on your records?
select v.hops_from_me as steps, count(*) as artists, min(v.name) as one_of_them
from artist_vertex as v
where v.artist_id != 0 and v.hops_from_me is not null
group by v.hops_from_me
order by steps
