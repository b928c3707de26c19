-- One row per person or group that is like an artist in styles and genres, under the name that is most alike; the most
-- alike first. Other names of the artist itself are left out.
with
    ranked as (
        select
            s.similar_id,
            s.similarity,
            s.shared,
            row_number() over (partition by b.identity_id order by s.similarity desc, s.similar_id) as place
        from artist_similarity as s
        inner join artist as a on a.artist_id = s.artist_id
        inner join artist as b on b.artist_id = s.similar_id
        where s.artist_id = $1 and b.identity_id <> a.identity_id
    )
select similar_id, similarity, shared
from ranked
where place = 1
order by similarity desc, similar_id
limit 8
