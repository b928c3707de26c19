"""Albums that the shelf lacks, and whose they are."""
