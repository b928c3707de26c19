-- One row: the newest numbers from Discogs on a release's demand; no row if there are none.
select have, want, rating_average, rating_count, for_sale, lowest_price, currency, loaded_at
from release_stats
where release_id = $1
order by loaded_at desc
limit 1
