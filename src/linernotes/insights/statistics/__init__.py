"""The shelf in numbers: playing time, growth, duplicates, anniversaries, coverage."""
