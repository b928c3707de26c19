"""What a home holds and what it is busy with."""
