"""Paged lists of the account: fetched without gaps, read, and compared with the list before."""
