"""linernotes: who played on your records."""
