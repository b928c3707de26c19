-- One row per (release, kind, position): the lists that a download has of a record, kind genre, style or barcode.
with
    words as (
        select release_id, 'genre' as kind, position, genre as word from release_genres
        union all
        select release_id, 'style', position, style from release_styles
        union all
        select release_id, 'barcode', position, value from release_identifiers where type = 'Barcode'
    )
select release_id, kind, word
from words
order by release_id, kind, position
