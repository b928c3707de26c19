"""What a terminal shows: results, messages, tables, progress bars."""
