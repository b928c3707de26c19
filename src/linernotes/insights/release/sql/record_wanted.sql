-- One row per pressing on the wantlist that is a release, or another one of its album (the second value; NULL if it has
-- none).
select w.release_id, w.title, w.year, r.country, w.notes, w.thumb_url
from wantlist_items as w
left join release as r on r.release_id = w.release_id
where w.release_id = $1 or w.master_id = $2
order by w.year nulls last, w.release_id
