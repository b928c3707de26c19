"""DuckDB: the tables of a build, rows in and out, the SQL of users."""
