-- One row: what Discogs told last of a release's demand; none if it told nothing.
select have, want, rating_average, rating_count, for_sale, lowest_price, currency, loaded_at
from release_stats
where release_id = $1
order by loaded_at desc
limit 1
