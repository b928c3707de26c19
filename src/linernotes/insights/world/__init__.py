"""All of Discogs beside the shelf: what the catalogue answers, with what is owned and wanted marked."""
