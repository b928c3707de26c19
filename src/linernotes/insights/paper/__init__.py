"""What is printed: a shopping list, labels and an inventory."""
