-- One row per wanted release and main artist of it, in the order of the cover; the latest want first.
select
    w.release_id,
    coalesce(w.master_id, r.master_id) as master_id,
    w.title,
    w.year,
    a.artist_id,
    a.name,
    a.name_variation,
    a.join_phrase
from wantlist_items as w
left join release as r on r.release_id = w.release_id
left join release_artists as a on a.release_id = w.release_id
order by w.added_at desc nulls last, w.release_id, a.position
