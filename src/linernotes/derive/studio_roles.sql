-- One row per role in which somebody works on a record without performing on it: producers, engineers, arrangers,
-- remixers. Not who looks after instruments and rooms.
select role
from role
where not performs
    and category in ('production', 'technical', 'arranging', 'remix', 'conducting')
    and subcategory is distinct from 'sound design and support'
