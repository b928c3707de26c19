-- One row per owned release and style or genre of it (NULL for a release without any). The album is its master, or
-- minus its own id. `is_style` says whether the word is a style. A word that is both ("Reggae") is a style, once.
with
    owned as (select distinct release_id from collection_items),
    named as (
        select release_id, style as word, 1 as is_style from release_styles
        union all
        select release_id, genre, 0 from release_genres
    ),
    words as (
        select release_id, word, max(is_style) = 1 as is_style
        from named
        where word is not null
        group by release_id, word
    )
select
    o.release_id,
    case when r.master_id is null then -o.release_id else r.master_id end as album_id,
    w.word,
    w.is_style
from owned as o
inner join release as r on r.release_id = o.release_id
left join words as w on w.release_id = o.release_id
order by o.release_id, w.is_style desc, w.word
