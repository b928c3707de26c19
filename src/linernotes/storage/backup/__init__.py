"""Backups of what cannot be made again, and the way back."""
