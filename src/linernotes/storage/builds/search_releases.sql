-- One row per owned release for the full-text index: everything that is printed on it, in one text per subject.
with
    owned as (
        select release_id, min(title) as listed_title, string_agg(notes, chr(10) order by instance_id) as notes
        from collection_items
        group by release_id
    ),
    own_fields as (
        select i.release_id, string_agg(f.value, chr(10) order by i.instance_id, f.field_id) as fields
        from collection_item_fields as f
        inner join collection_items as i on i.instance_id = f.instance_id
        where f.field_id not in (1, 2, 3)
        group by i.release_id
    ),
    artists as (
        select release_id, string_agg(concat_ws(chr(10), name, name_variation), chr(10) order by position) as artists
        from release_artists
        group by release_id
    ),
    tracks as (
        select release_id, string_agg(title, chr(10) order by track_no) as tracks
        from release_tracks
        group by release_id
    ),
    credit_names as (
        select release_id, name, name_variation from release_credits
        union
        select b.release_id, b.name, b.name_variation
        from release_borrowed_credits as b
        inner join meta as m on m.key = 'counts_borrowed_credits' and m.value = 'yes'
        union
        select release_id, name, name_variation from release_track_artists
    ),
    credits as (
        select
            release_id,
            string_agg(
                concat_ws(chr(10), name, name_variation), chr(10) order by name, name_variation
            ) as credits
        from credit_names
        group by release_id
    ),
    labels as (
        select release_id, string_agg(name, chr(10) order by position) as labels
        from release_labels
        group by release_id
    ),
    printed_numbers as (
        select release_id, catalog_number as number from release_labels
        where lower(catalog_number) <> 'none'  -- Discogs' word for a record without a number
        union
        select release_id, value as number from release_identifiers
    ),
    numbers as (
        select
            release_id,
            string_agg(number, chr(10) order by number) as numbers
        from printed_numbers
        group by release_id
    )
select
    owned.release_id as id,
    coalesce(release.title, owned.listed_title) as title,
    artists.artists,
    tracks.tracks,
    credits.credits,
    labels.labels,
    numbers.numbers,
    concat_ws(chr(10), owned.notes, own_fields.fields, release.notes) as notes
from owned
left join release using (release_id)
left join own_fields using (release_id)
left join artists using (release_id)
left join tracks using (release_id)
left join credits using (release_id)
left join labels using (release_id)
left join numbers using (release_id)
order by owned.release_id
