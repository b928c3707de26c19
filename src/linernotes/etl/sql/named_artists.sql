-- Every artist that a release or a master names by id: one row per artist_id.
select artist_id from release_artists where artist_id is not null
union
select artist_id from release_credits where artist_id is not null
union
select artist_id from release_borrowed_credits where artist_id is not null
union
select artist_id from release_track_artists where artist_id is not null
union
select artist_id from master_artists where artist_id is not null
union
select artist_id from master_track_artists where artist_id is not null
order by artist_id
