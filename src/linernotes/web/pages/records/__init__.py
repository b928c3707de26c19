"""Pages about single records: release, own, spin, gaps, wantlist."""
