-- One row per main artist of an owned or wanted release, in the order of the cover.
select release_id, artist_id, name, name_variation, join_phrase
from release_artists
where release_id in (select release_id from collection_items union select release_id from wantlist_items)
order by release_id, position
