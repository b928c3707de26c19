"""SQLite files of ours: opened, migrated, errors in one line."""
