-- One row per copy on the shelf: what a download has besides what pages keep in memory.
with
    genres as (
        select release_id, string_agg(genre, chr(31) order by position) as genres
        from release_genres
        group by release_id
    ),
    styles as (
        select release_id, string_agg(style, chr(31) order by position) as styles
        from release_styles
        group by release_id
    ),
    barcodes as (
        select release_id, string_agg(value, chr(31) order by position) as barcodes
        from release_identifiers
        where type = 'Barcode'
        group by release_id
    )
select c.instance_id, r.released, g.genres, s.styles, b.barcodes, c.notes
from collection_items as c
left join release as r on r.release_id = c.release_id
left join genres as g on g.release_id = c.release_id
left join styles as s on s.release_id = c.release_id
left join barcodes as b on b.release_id = c.release_id
