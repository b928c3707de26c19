-- The credits that derivation counts: one row per role of a credit of a release.
select release_id, position, role_no, artist_id, name, role, tracks
from release_credits
