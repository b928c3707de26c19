"""Documents to rows: pure functions, a module for each kind of document."""
