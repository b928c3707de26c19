-- One row per line of a release's track list and credit of the release that names it.
select track_no, position
from release_credit_tracks
where release_id = $1
order by track_no, position
