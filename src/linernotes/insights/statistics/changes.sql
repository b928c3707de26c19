-- One row per change that was noticed at the latest time at which any was, additions first; `release_id` and `title` are
-- those of the copy that is there now, NULL if it is gone.
select h.instance_id, h.seen_at, h.change, h.before, h.after, c.release_id, c.title
from collection_changes as h
left join collection_items as c on c.instance_id = h.instance_id
where h.seen_at = (select max(seen_at) from collection_changes)
order by
    case h.change when 'added' then 0 when 'removed' then 1 when 'moved' then 2 when 'rated' then 3 else 4 end,
    h.instance_id
