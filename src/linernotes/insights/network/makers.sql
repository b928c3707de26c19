-- One row per artist who makes music on a release: main and track artists, and credits in music-making roles.
select distinct arr.artist_id
from artist_release_roles as arr
left join role as r on array_contains(arr.roles, r.role) and r.as_edge
where arr.release_id = ?
    and arr.artist_id not in (194, 355, 118760)
    and (arr.relation in ('main', 'track') or r.role is not null)
order by arr.artist_id
