-- One row per artist for the full-text index: the name, every other name, and the names it stands beside.
with
    variations as (
        select artist_id, string_agg(name, chr(10) order by position) as variations
        from artist_name_variations
        group by artist_id
    ),
    related_names as (
        select artist_id, name from artist_aliases
        union
        select artist_id, name from artist_groups
        union
        select artist_id, name from artist_members
    ),
    related as (
        select artist_id, string_agg(name, chr(10) order by name) as related
        from related_names
        group by artist_id
    )
select
    artist.artist_id as id,
    coalesce(artist.display_name, artist.name) as name,
    concat_ws(chr(10), artist.real_name, variations.variations) as variations,
    related.related
from artist
left join variations using (artist_id)
left join related using (artist_id)
order by artist.artist_id
