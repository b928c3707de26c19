"""Albums that the shelf lacks, and whose they are; and the list to look for them in a shop."""
