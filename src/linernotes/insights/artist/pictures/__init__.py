"""What drawings of an artist show: the years on the shelf, and the co-players around them."""
