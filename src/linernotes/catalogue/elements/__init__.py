"""The records of a dump as rows of the catalogue's tables: quickly where they are usual, one by one where not."""
