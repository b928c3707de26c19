"""What the app runs beside its requests: jobs, the daily sync, queries, covers, the open build."""
