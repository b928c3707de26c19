-- One row per (owned release, relation) of one artist: what they do on it; oldest album first.
-- The year is that in which the album first came out, else that of the pressing.
with owned as (select distinct release_id from collection_items)
select r.release_id, r.title, coalesce(m.year, r.year) as year, arr.relation, arr.roles
from artist_release_roles as arr
inner join owned as o on o.release_id = arr.release_id
inner join release as r on r.release_id = arr.release_id
left join master as m on m.master_id = r.master_id
where arr.artist_id = ?
order by year nulls last, r.title, r.release_id, arr.relation desc
