-- One row per wanted release and genre, style, or name of somebody credited on it; kind says which.
with
    words as (
        select release_id, 'genre' as kind, genre as word from release_genres
        union
        select release_id, 'style', style from release_styles
        union
        select release_id, 'name', name from release_credits
        union
        select release_id, 'name', name from release_track_artists
    )
select release_id, kind, word
from words
where word is not null and release_id in (select release_id from wantlist_items)
order by release_id, kind, word
