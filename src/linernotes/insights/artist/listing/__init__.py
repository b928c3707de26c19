"""What Discogs lists for an artist: how far the list was read, and what known pressings say of its entries."""
