"""The atlas: a map of territories, one for each community of people who play together."""
