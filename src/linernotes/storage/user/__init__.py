"""What the user makes, in `user.db`."""
