"""The home: its files, its locks, the notes of running work."""
