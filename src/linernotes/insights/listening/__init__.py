"""What to play: spin, and records to rediscover."""
