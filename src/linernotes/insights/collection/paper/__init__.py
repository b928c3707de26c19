"""What is printed of the collection: labels and an inventory."""
