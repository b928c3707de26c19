-- The basic rows of artist: every artist that some table names by id and that has no document.
-- One row per artist_id, pseudo-artists too. Of several spellings the most frequent is taken, ties by the alphabet.
with
    named as (
        select artist_id, name from release_artists
        union all
        select artist_id, name from release_credits
        union all
        select artist_id, name from release_borrowed_credits
        union all
        select artist_id, name from release_track_artists
        union all
        select artist_id, name from master_artists
        union all
        select artist_id, name from master_track_artists
        union all
        select alias_id, name from artist_aliases
        union all
        select group_id, name from artist_groups
        union all
        select member_id, name from artist_members
        union all
        select artist_id, cast(null as varchar) from artist_masters
    ),
    spelled as (
        select artist_id, name, count(*) as times
        from named
        where artist_id is not null
        group by artist_id, name
    ),
    ranked as (
        select
            artist_id,
            name,
            row_number() over (
                partition by artist_id
                order by case when name is null then 1 else 0 end, times desc, name nulls last
            ) as place
        from spelled
    ),
    documented as (select artist_id as known_id from artist)
select
    artist_id,
    cast(null as bigint) as identity_id,
    name,
    -- "(2)" tells namesakes apart at Discogs; a name that is nothing else stays as it is
    coalesce(nullif(regexp_extract(name, '^(.*[^ ]) [(][0-9]+[)]$', 1), ''), name) as display_name,
    cast(null as varchar) as real_name,
    cast(null as varchar) as profile,
    cast(null as varchar) as data_quality,
    cast(null as boolean) as is_group,
    cast(null as varchar) as thumb_url,
    cast(null as varchar) as image_url,
    cast(null as integer) as qty_collection_items,
    cast(null as integer) as qty_collection_credits,
    cast(null as varchar) as uri,
    'basic' as source,
    cast(null as timestamptz) as loaded_at
from ranked
left join documented on known_id = artist_id
where place = 1 and known_id is null
