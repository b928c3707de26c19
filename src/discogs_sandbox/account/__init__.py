"""The account: callers, OAuth, tokens, the collection and its edits."""
