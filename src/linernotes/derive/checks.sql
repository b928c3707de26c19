-- The promises of a build that are broken: one row per promise and place where it is, none in a build that may be
-- published. A promise is ours alone: what Discogs left open (a master that is gone) breaks none.
-- `promise` is a sentence, `detail` says which row. A key cannot come twice: the tables' primary keys see to it.
with
    -- An id that does not join.
    artist_ids as (
        select 'release_artists' as place, artist_id from release_artists
        union all select 'release_credits', artist_id from release_credits
        union all select 'release_borrowed_credits', artist_id from release_borrowed_credits
        union all select 'release_track_artists', artist_id from release_track_artists
        union all select 'master_artists', artist_id from master_artists
        union all select 'master_track_artists', artist_id from master_track_artists
        union all select 'artist_aliases', artist_id from artist_aliases
        union all select 'artist_aliases', alias_id from artist_aliases
        union all select 'artist_groups', artist_id from artist_groups
        union all select 'artist_groups', group_id from artist_groups
        union all select 'artist_members', artist_id from artist_members
        union all select 'artist_members', member_id from artist_members
        union all select 'artist_images', artist_id from artist_images
        union all select 'artist_name_variations', artist_id from artist_name_variations
        union all select 'artist_urls', artist_id from artist_urls
        union all select 'artist_masters', artist_id from artist_masters
        union all select 'artist_relations', artist_id_from from artist_relations
        union all select 'artist_relations', artist_id_to from artist_relations
        union all select 'release_role_evidence', artist_id_from from release_role_evidence
        union all select 'release_role_evidence', artist_id_to from release_role_evidence
        union all select 'studio_evidence', artist_id_from from studio_evidence
        union all select 'studio_evidence', artist_id_to from studio_evidence
        union all select 'co_player_releases', artist_id_from from co_player_releases
        union all select 'co_player_releases', artist_id_to from co_player_releases
        union all select 'sideman_releases', identity_id from sideman_releases
        union all select 'staff_releases', identity_id from staff_releases
        union all select 'artist_release_roles', artist_id from artist_release_roles
        union all select 'artist_vertex', artist_id from artist_vertex where artist_id <> 0
        union all select 'artist_community_members', artist_id from artist_community_members
        union all select 'artist_similarity', artist_id from artist_similarity
        union all select 'artist_similarity', similar_id from artist_similarity
    ),
    release_ids as (
        select 'collection_items' as place, release_id from collection_items
        union all select 'wantlist_items', release_id from wantlist_items
        union all select 'master', main_release_id from master
        union all select 'release_artists', release_id from release_artists
        union all select 'release_credits', release_id from release_credits
        union all select 'release_borrowed_credits', release_id from release_borrowed_credits
        union all select 'release_labels', release_id from release_labels
        union all select 'release_formats', release_id from release_formats
        union all select 'release_genres', release_id from release_genres
        union all select 'release_styles', release_id from release_styles
        union all select 'release_tracks', release_id from release_tracks
        union all select 'release_videos', release_id from release_videos
        union all select 'release_identifiers', release_id from release_identifiers
        union all select 'release_companies', release_id from release_companies
        union all select 'release_series', release_id from release_series
        union all select 'release_images', release_id from release_images
        union all select 'release_role_evidence', release_id from release_role_evidence
        union all select 'studio_evidence', release_id from studio_evidence
        union all select 'release_line_ups', release_id from release_line_ups
        union all select 'co_player_releases', release_id from co_player_releases
        union all select 'sideman_releases', release_id from sideman_releases
        union all select 'staff_releases', release_id from staff_releases
    ),
    master_ids as (
        select 'master_artists' as place, master_id from master_artists
        union all select 'master_genres', master_id from master_genres
        union all select 'master_styles', master_id from master_styles
        union all select 'master_tracks', master_id from master_tracks
        union all select 'master_videos', master_id from master_videos
        union all select 'artist_masters', id from artist_masters where type = 'master'
    ),
    named_tracks as (
        select 'artist_release_roles' as place, release_id, unnest(tracks) as track_no from artist_release_roles
        union all select 'release_line_ups', release_id, unnest(tracks) from release_line_ups
        union all select 'co_player_releases', release_id, unnest(tracks) from co_player_releases
    ),
    track_ids as (
        select 'release_track_artists' as place, release_id, track_no from release_track_artists
        union all
        select 'release_tracks', release_id, parent_track_no from release_tracks where parent_track_no is not null
        union all
        select 'release_credit_tracks', release_id, track_no from release_credit_tracks
        union all
        select distinct place, release_id, track_no from named_tracks
    ),
    role_names as (
        select 'release_credits' as place, role from release_credits
        union all select 'release_borrowed_credits', role from release_borrowed_credits
        union all select 'release_track_artists', role from release_track_artists
        union all select 'master_track_artists', role from master_track_artists
    ),
    lost as (
        select 'every artist_id is in artist' as promise, concat(i.place, ' names ', i.artist_id) as detail
        from artist_ids as i
        left join artist as a on a.artist_id = i.artist_id
        where i.artist_id is not null and a.artist_id is null
        union all
        select 'every release_id is in release', concat(i.place, ' names ', i.release_id)
        from release_ids as i
        left join release as r on r.release_id = i.release_id
        where i.release_id is not null and r.release_id is null
        union all
        select 'every master_id is in master', concat(i.place, ' names ', i.master_id)
        from master_ids as i
        left join master as m on m.master_id = i.master_id
        where m.master_id is null
        union all
        select 'every track is in release_tracks', concat(i.place, ' names ', i.track_no, ' of ', i.release_id)
        from track_ids as i
        left join release_tracks as t on t.release_id = i.release_id and t.track_no = i.track_no
        where t.release_id is null
        union all
        select 'every role is in role', concat(i.place, ' names ', i.role)
        from role_names as i
        left join role as r on r.role = i.role
        where i.role is not null and r.role is null
        union all
        select 'no artist has an id below 1', concat('artist ', artist_id) from artist where artist_id < 1
    ),
    -- What is derived of the rows of artist, against what is derived of releases.
    copies as (select release_id, count(*) as qty from collection_items group by release_id),
    relation_ids as (select unnest(releases) as release_id from artist_relations),
    derived_ids as (
        select 'release_role_evidence' as place, release_id from release_role_evidence
        union
        select 'release_line_ups', release_id from release_line_ups
        union
        select 'co_player_releases', release_id from co_player_releases
        union
        select 'sideman_releases', release_id from sideman_releases
        union
        select 'artist_relations', release_id from relation_ids
    ),
    standing as (
        select artist_id, release_id, max(case when relation = 'main' then 1 else 0 end) as is_main
        from artist_release_roles
        group by artist_id, release_id
    ),
    counted as (
        select
            s.artist_id,
            cast(sum(c.qty) as bigint) as credits,
            cast(sum(case when s.is_main = 1 then c.qty else 0 end) as bigint) as items
        from standing as s
        inner join copies as c on c.release_id = s.release_id
        group by s.artist_id
    ),
    artists as (
        select
            'artist counts what stands on the shelf' as promise,
            concat('artist ', a.artist_id, ' has ', a.qty_collection_items, ' and ', a.qty_collection_credits) as detail
        from artist as a
        left join counted as c on c.artist_id = a.artist_id
        where a.qty_collection_items is null
            or a.qty_collection_credits is null
            or a.qty_collection_items <> coalesce(c.items, 0)
            or a.qty_collection_credits <> coalesce(c.credits, 0)
        union all
        select
            'artist_release_roles is about owned and wanted releases',
            concat('artist ', s.artist_id, ' on ', s.release_id)
        from standing as s
        left join copies as c on c.release_id = s.release_id
        left join wantlist_items as w on w.release_id = s.release_id
        where c.release_id is null and w.release_id is null
        union all
        select 'all else that is derived is about owned releases', concat(d.place, ' has ', d.release_id)
        from derived_ids as d
        left join copies as c on c.release_id = d.release_id
        where c.release_id is null
    ),
    -- Identities: the lowest id of an artist and its aliases.
    broken_identities as (
        select 'an identity is that of its lowest artist' as promise, a.artist_id
        from artist as a
        left join artist as i on i.artist_id = a.identity_id
        where a.identity_id is null or a.identity_id > a.artist_id or i.identity_id <> i.artist_id
        union all
        select 'an alias has the same identity', l.artist_id
        from artist_aliases as l
        inner join artist as a on a.artist_id = l.artist_id
        inner join artist as b on b.artist_id = l.alias_id
        where a.identity_id <> b.identity_id
            and a.artist_id not in (194, 355, 118760)
            and b.artist_id not in (194, 355, 118760)
        union all
        select 'a pseudo-artist is an identity of its own', artist_id
        from artist
        where (artist_id in (194, 355, 118760) or identity_id in (194, 355, 118760)) and artist_id <> identity_id
    ),
    -- Relations, and what shows them.
    shown as (
        select artist_id_from, artist_id_to, relation_type, unnest(releases) as release_id from artist_relations
    ),
    shown_roles as (
        select artist_id_from, artist_id_to, unnest(roles) as role from artist_relations
    ),
    shown_albums as (
        select
            s.artist_id_from,
            s.artist_id_to,
            s.relation_type,
            count(distinct case when r.master_id is null then -s.release_id else r.master_id end) as albums
        from shown as s
        left join release as r on r.release_id = s.release_id
        group by s.artist_id_from, s.artist_id_to, s.relation_type
    ),
    standing_as as (
        select distinct artist_id, release_id, case when relation = 'credit' then 'credit' else 'main' end as relation
        from artist_release_roles
    ),
    credited_roles as (
        select s.artist_id, unnest(s.roles) as role
        from artist_release_roles as s
        inner join copies as c on c.release_id = s.release_id
    ),
    edge_roles as (
        select distinct c.artist_id, c.role
        from credited_roles as c
        inner join role as r on r.role = c.role
        where r.as_edge
    ),
    linked as (
        select member_id as artist_id_from, artist_id as artist_id_to, 'group_member' as relation_type
        from artist_members
        union
        select artist_id, group_id, 'group_member' from artist_groups
        union
        select artist_id, alias_id, 'artist_alias' from artist_aliases
        union
        select alias_id, artist_id, 'artist_alias' from artist_aliases
    ),
    broken_relations as (
        select 'relations join two artists who are no pseudo-artists' as promise, artist_id_from, artist_id_to
        from artist_relations
        where artist_id_from = artist_id_to
            or artist_id_from in (194, 355, 118760)
            or artist_id_to in (194, 355, 118760)
        union all
        select 'mutual relations stand once, the lower id first', artist_id_from, artist_id_to
        from artist_relations
        where relation_type in ('artist_alias', 'co_appearance', 'co_player') and artist_id_from > artist_id_to
        union all
        select 'two artists of one identity are related as aliases alone', r.artist_id_from, r.artist_id_to
        from artist_relations as r
        inner join artist as f on f.artist_id = r.artist_id_from
        inner join artist as t on t.artist_id = r.artist_id_to
        where r.relation_type <> 'artist_alias' and f.identity_id = t.identity_id
        union all
        select 'relations are of a known type', artist_id_from, artist_id_to
        from artist_relations
        where relation_type not in ('group_member', 'artist_alias', 'co_appearance', 'release_role', 'co_player')
        union all
        select 'members and aliases have a document that says so', r.artist_id_from, r.artist_id_to
        from artist_relations as r
        left join linked as l
            on l.artist_id_from = r.artist_id_from
            and l.artist_id_to = r.artist_id_to
            and l.relation_type = r.relation_type
        where r.relation_type in ('group_member', 'artist_alias') and l.artist_id_from is null
        union all
        select 'the weight of a relation is its number of albums', r.artist_id_from, r.artist_id_to
        from artist_relations as r
        left join shown_albums as s
            on s.artist_id_from = r.artist_id_from
            and s.artist_id_to = r.artist_id_to
            and s.relation_type = r.relation_type
        where r.weight
            <> case when r.relation_type in ('group_member', 'artist_alias') then 1 else coalesce(s.albums, 0) end
        union all
        select 'the releases of a relation show it', s.artist_id_from, s.artist_id_to
        from shown as s
        left join standing_as as f
            on f.artist_id = s.artist_id_from
            and f.release_id = s.release_id
            and f.relation = case when s.relation_type = 'release_role' then 'credit' else 'main' end
        left join standing_as as t
            on t.artist_id = s.artist_id_to and t.release_id = s.release_id and t.relation = 'main'
        where s.relation_type in ('co_appearance', 'release_role') and (f.artist_id is null or t.artist_id is null)
        union all
        select 'two players of a relation perform together', s.artist_id_from, s.artist_id_to
        from shown as s
        left join co_player_releases as c
            on c.artist_id_from = s.artist_id_from
            and c.artist_id_to = s.artist_id_to
            and c.release_id = s.release_id
        where s.relation_type = 'co_player' and c.release_id is null
        union all
        select 'two who perform together are related', c.artist_id_from, c.artist_id_to
        from co_player_releases as c
        left join shown as s
            on s.relation_type = 'co_player'
            and s.artist_id_from = c.artist_id_from
            and s.artist_id_to = c.artist_id_to
            and s.release_id = c.release_id
        where s.release_id is null
        union all
        select 'the roles of a relation are credited and make music', s.artist_id_from, s.artist_id_to
        from shown_roles as s
        left join edge_roles as e on e.artist_id = s.artist_id_from and e.role = s.role
        where e.artist_id is null
        union all
        select 'release_role has roles, other relations have none', artist_id_from, artist_id_to
        from artist_relations
        where (relation_type = 'release_role') <> (cardinality(roles) > 0)
    ),
    -- The network, against relations and the shelf.
    collected as (
        select artist_id, qty_collection_items
        from artist
        where qty_collection_items > 0 and artist_id not in (194, 355, 118760)
    ),
    edges as (
        select artist_id_from, artist_id_to, albums, weight, relation_types
        from artist_edge
        where artist_id_from > 0
    ),
    my_edges as (select artist_id_to as artist_id, albums, weight from artist_edge where artist_id_from = 0),
    edge_albums as (
        select
            least(s.artist_id_from, s.artist_id_to) as artist_id_from,
            greatest(s.artist_id_from, s.artist_id_to) as artist_id_to,
            count(distinct case when r.master_id is null then -s.release_id else r.master_id end) as albums
        from shown as s
        left join release as r on r.release_id = s.release_id
        group by 1, 2
    ),
    my_albums as (
        select
            s.artist_id,
            count(distinct case when r.master_id is null then -s.release_id else r.master_id end) as albums
        from standing as s
        inner join copies as c on c.release_id = s.release_id
        left join release as r on r.release_id = s.release_id
        where s.is_main = 1
        group by s.artist_id
    ),
    ends as (
        select artist_id_from as artist_id, artist_id_to as other_id, weight from edges
        union all
        select artist_id_to, artist_id_from, weight from edges
    ),
    degrees as (
        select artist_id, count(*) as degree, cast(sum(weight) as double) as weighted_degree
        from ends
        group by artist_id
    ),
    related as (
        select
            least(artist_id_from, artist_id_to) as artist_id_from,
            greatest(artist_id_from, artist_id_to) as artist_id_to,
            max(case when relation_type in ('group_member', 'artist_alias') then 1 else 0 end) as is_family,
            array_sort(array_agg(distinct relation_type)) as relation_types
        from artist_relations
        group by 1, 2
    ),
    broken_edges as (
        select 'an edge joins two vertices, the lower id first' as promise, e.artist_id_from, e.artist_id_to
        from artist_edge as e
        left join artist_vertex as f on f.artist_id = e.artist_id_from
        left join artist_vertex as t on t.artist_id = e.artist_id_to
        where f.artist_id is null or t.artist_id is null or e.artist_id_from >= e.artist_id_to
        union all
        select 'an edge sums up the relations of two artists', e.artist_id_from, e.artist_id_to
        from edges as e
        left join related as r on r.artist_id_from = e.artist_id_from and r.artist_id_to = e.artist_id_to
        where r.is_family is null or r.relation_types <> e.relation_types
        union all
        select 'an edge weighs 1 for family, and 1 at most for each album', e.artist_id_from, e.artist_id_to
        from edges as e
        left join related as r on r.artist_id_from = e.artist_id_from and r.artist_id_to = e.artist_id_to
        where e.weight is null or e.weight <= 0 or e.weight < r.is_family or e.weight > r.is_family + e.albums + 1e-9
        union all
        select 'an edge counts the albums that its relations rest on', e.artist_id_from, e.artist_id_to
        from edges as e
        left join edge_albums as a on a.artist_id_from = e.artist_id_from and a.artist_id_to = e.artist_id_to
        where e.albums is null or e.albums <> coalesce(a.albums, 0)
        union all
        select 'two vertices that are related have an edge', r.artist_id_from, r.artist_id_to
        from related as r
        inner join artist_vertex as f on f.artist_id = r.artist_id_from
        inner join artist_vertex as t on t.artist_id = r.artist_id_to
        left join edges as e on e.artist_id_from = r.artist_id_from and e.artist_id_to = r.artist_id_to
        where e.artist_id_from is null
        union all
        select 'an edge stays within its component, and hops grow by one at most', e.artist_id_from, e.artist_id_to
        from edges as e
        inner join artist_vertex as f on f.artist_id = e.artist_id_from
        inner join artist_vertex as t on t.artist_id = e.artist_id_to
        where f.component_id <> t.component_id
            or (f.hops_from_me is null) <> (t.hops_from_me is null)
            or abs(f.hops_from_me - t.hops_from_me) > 1
        union all
        select '"me" has an edge to every collected artist, weight its copies', cast(0 as bigint), c.artist_id
        from collected as c
        left join my_edges as m on m.artist_id = c.artist_id
        where m.artist_id is null or m.weight <> c.qty_collection_items
        union all
        select '"me" counts the albums of each collected artist', cast(0 as bigint), m.artist_id
        from my_edges as m
        left join my_albums as a on a.artist_id = m.artist_id
        where m.albums is null or m.albums <> a.albums
        union all
        select '"me" has edges to collected artists alone', cast(0 as bigint), m.artist_id
        from my_edges as m
        left join collected as c on c.artist_id = m.artist_id
        where c.artist_id is null
    ),
    broken_vertices as (
        select 'every collected artist is a vertex, and marked as one' as promise, c.artist_id
        from collected as c
        left join artist_vertex as v on v.artist_id = c.artist_id
        where v.artist_id is null or not v.in_collection or v.hops_from_me <> 1
        union all
        select 'no vertex but a collected artist is marked as one', v.artist_id
        from artist_vertex as v
        left join collected as c on c.artist_id = v.artist_id
        where v.in_collection and c.artist_id is null
        union all
        select 'a vertex has the identity of its artist', v.artist_id
        from artist_vertex as v
        left join artist as a on a.artist_id = v.artist_id
        where v.identity_id is null or v.identity_id <> coalesce(a.identity_id, 0)
        union all
        select 'no pseudo-artist is a vertex', artist_id from artist_vertex where artist_id in (194, 355, 118760)
        union all
        select 'a vertex counts its edges', v.artist_id
        from artist_vertex as v
        left join degrees as d on d.artist_id = v.artist_id
        where v.artist_id <> 0
            and (
                v.degree is null
                or v.weighted_degree is null
                or v.degree <> coalesce(d.degree, 0)
                or abs(v.weighted_degree - coalesce(d.weighted_degree, 0)) > 1e-6 * (1 + v.weighted_degree)
            )
        union all
        select 'a component is named after a vertex in it', v.artist_id
        from artist_vertex as v
        left join artist_vertex as c on c.artist_id = v.component_id and c.component_id = v.component_id
        where v.artist_id <> 0 and (c.artist_id is null or v.component_id > v.artist_id)
        union all
        select 'every vertex is in the community that it names', v.artist_id
        from artist_vertex as v
        left join artist_community_members as m
            on m.community_id = v.community_id and m.artist_id = v.artist_id
        where v.artist_id <> 0 and m.artist_id is null
        union all
        select 'every vertex is in one community of the top level', v.artist_id
        from artist_vertex as v
        left join artist_community_members as m on m.artist_id = v.artist_id
        left join artist_community as c on c.community_id = m.community_id and c.level = 0
        where v.artist_id <> 0
        group by v.artist_id
        having count(c.community_id) <> 1
        union all
        select 'every member of a community is a vertex', m.artist_id
        from artist_community_members as m
        left join artist_vertex as v on v.artist_id = m.artist_id
        where v.artist_id is null or v.artist_id = 0
    ),
    member_counts as (
        select
            m.community_id,
            count(*) as artists,
            cast(sum(case when v.in_collection then 1 else 0 end) as bigint) as collected,
            max(case when m.community_id = c.level * 1000000000000 + m.artist_id then 1 else 0 end) as has_anchor
        from artist_community_members as m
        inner join artist_community as c on c.community_id = m.community_id
        left join artist_vertex as v on v.artist_id = m.artist_id
        group by m.community_id
    ),
    broken_communities as (
        select 'a community counts its members, and its anchor is one' as promise, c.community_id
        from artist_community as c
        left join member_counts as m on m.community_id = c.community_id
        where m.community_id is null
            or m.artists <> c.qty_artists
            or m.collected <> c.qty_collected
            or m.has_anchor = 0
        union all
        select 'every community that has members is there', m.community_id
        from artist_community_members as m
        left join artist_community as c on c.community_id = m.community_id
        where c.community_id is null
        union all
        select 'a community is part of one on the level above', c.community_id
        from artist_community as c
        left join artist_community as p on p.community_id = c.parent_id
        where case when c.level = 0 then c.parent_id is not null else p.level is null or p.level <> c.level - 1 end
        union all
        select 'members of a community are members of the one above', m.community_id
        from artist_community_members as m
        inner join artist_community as c on c.community_id = m.community_id
        left join artist_community_members as p on p.community_id = c.parent_id and p.artist_id = m.artist_id
        where c.level > 0 and p.artist_id is null
    ),
    broken_similarities as (
        select 'collected artists are like others, for something, to a part' as promise, s.artist_id
        from artist_similarity as s
        left join collected as a on a.artist_id = s.artist_id
        left join collected as b on b.artist_id = s.similar_id
        where a.artist_id is null
            or b.artist_id is null
            or s.artist_id = s.similar_id
            or s.similarity <= 0
            or s.similarity > 1
            or cardinality(s.shared) = 0
        union all
        select 'an artist has 50 who are like it at most', artist_id
        from artist_similarity
        group by artist_id
        having count(*) > 50
    )
select promise, detail from lost
union all
select promise, detail from artists
union all
select promise, concat('artist ', artist_id) from broken_identities
union all
select promise, concat('artists ', artist_id_from, ' and ', artist_id_to) from broken_relations
union all
select promise, concat('artists ', artist_id_from, ' and ', artist_id_to) from broken_edges
union all
select promise, concat('artist ', artist_id) from broken_vertices
union all
select promise, concat('community ', community_id) from broken_communities
union all
select promise, concat('artist ', artist_id) from broken_similarities
