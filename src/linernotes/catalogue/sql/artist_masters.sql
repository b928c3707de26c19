-- One row per main artist and entry of a discography: of the rows of `listed`, whose main artists are in `main_artists`
-- (id, position, artist_id, name, name_variation, join_phrase).
with
    lines as (
        select
            id,
            position,
            coalesce(name_variation || '*', name, '') as name,
            case
                when lead(position) over (partition by id order by position) is null then ''
                when join_phrase is null or join_phrase = ',' then ', '
                else ' ' || join_phrase || ' '
            end as joined
        from main_artists
    ),
    texts as (
        select id, array_sort(array_agg(struct_pack(position := position, text := name || joined))) as pieces
        from lines
        group by id
    ),
    credited as (select distinct id, artist_id from main_artists where artist_id is not null)
select
    c.artist_id,
    l.type,
    l.id,
    'Main' as role,
    l.master_id,
    l.main_release_id,
    l.title,
    l.year,
    nullif(trim(array_to_string(list_transform(t.pieces, lambda piece: piece.text), '')), '') as artist_text,
    l.label,
    l.format,
    cast(null as varchar) as thumb_url,
    cast(null as integer) as have,
    cast(null as integer) as want
from credited as c
inner join listed as l on l.id = c.id
inner join texts as t on t.id = c.id
