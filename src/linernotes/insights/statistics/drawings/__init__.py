"""What the drawings of the shelf show: numbers over time and in crossed tables, each with a sentence."""
