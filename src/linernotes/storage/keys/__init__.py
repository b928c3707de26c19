"""Keys for programs, in `keys.db`. No backup holds them."""
