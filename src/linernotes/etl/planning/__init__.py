"""What a sync would fetch, in requests and minutes."""
