-- One row per artist and name that it is found by, as Discogs writes the names.
select artist_id, name from artist where name is not null
union all
select artist_id, name from artist_name_variations where name is not null
union all
select artist_id, name from artist_aliases where name is not null
