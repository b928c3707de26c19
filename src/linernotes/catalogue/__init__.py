"""All of Discogs beside the shelf: the monthly dumps as Parquet, and what is derived from them."""
