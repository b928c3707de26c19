"""The price of a sync, in requests and minutes."""
