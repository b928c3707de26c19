-- One row per owned release and word of its formats: the carrier itself ('Vinyl'), and what describes it ('LP').
with
    words as (
        select release_id, name as word from release_formats
        union
        select release_id, unnest(descriptions) as word from release_formats
    )
select release_id, word as value, word as label
from words
where word is not null and release_id in (select release_id from collection_items)
