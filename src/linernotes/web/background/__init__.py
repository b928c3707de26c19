"""Work of the app beside its requests: jobs, the daily sync, queries, covers, the open build."""
