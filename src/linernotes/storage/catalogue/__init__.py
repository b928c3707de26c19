"""The catalogue in the home: all of Discogs as Parquet, a folder for each month, and how it is read."""
