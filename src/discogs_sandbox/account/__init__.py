"""What belongs to an account: who asks, OAuth, tokens, the collection and its edits."""
