-- One row per wanted release and genre, style, or line of it that a search reads; kind says which. Lines are names of
-- people, titles of tracks, barcodes and the collector's own notes.
with
    words as (
        select release_id, 'genre' as kind, genre as word from release_genres
        union
        select release_id, 'style', style from release_styles
        union
        select release_id, 'line', name from release_credits
        union
        select release_id, 'line', name_variation from release_credits
        union
        select release_id, 'line', name from release_track_artists
        union
        select release_id, 'line', name_variation from release_track_artists
        union
        select release_id, 'line', name from release_artists
        union
        select release_id, 'line', title from release_tracks
        union
        select release_id, 'line', value from release_identifiers where type = 'Barcode'
        union
        select release_id, 'line', notes from wantlist_items
    )
select release_id, kind, word
from words
where word is not null and release_id in (select release_id from wantlist_items)
order by release_id, kind, word
