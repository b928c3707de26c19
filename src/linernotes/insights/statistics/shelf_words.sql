-- One row per (owned release, kind, word) that describes it: genres, styles, formats, in Discogs' order.
with
    owned as (select distinct release_id from collection_items),
    words as (
        select release_id, 'genre' as kind, position, genre as word from release_genres
        union all
        select release_id, 'style', position, style from release_styles
        union all
        -- 'All Media' speaks for a whole set and is no carrier
        select release_id, 'format', position, name from release_formats where name != 'All Media'
    )
select w.release_id, w.kind, w.word
from words as w
inner join owned as o on o.release_id = w.release_id
where w.word is not null
order by w.release_id, w.kind, w.position
