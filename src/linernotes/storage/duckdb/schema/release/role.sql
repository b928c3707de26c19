-- One row per role that any credit names, with the place that the taxonomy of roles gives it.
create table role (
    role varchar,        -- the role without its bracket, as in release_credits
    category varchar,    -- group of roles, such as 'instruments'; 'unknown' if the taxonomy does not know the
                         -- role
    subcategory varchar, -- finer group, such as 'strings'; NULL where the category has none
    as_edge boolean,     -- TRUE if the role makes music, so that it connects two artists; FALSE for an
                         -- unknown role
    performs boolean,    -- TRUE if the role plays, sings or conducts on the recording; it makes music, too
    primary key (role)
);
