-- One row per set of the release's tracks on which the same artists perform. `tracks` is NULL where it has no tracks.
-- `named`: those of the performers that the sleeve names for these tracks, not only for the whole record.
select tracks, performers, leaders, named
from release_line_ups
where release_id = $1
order by line_up_no
