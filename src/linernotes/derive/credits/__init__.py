"""Credits: what a role is, and which tracks a credit names."""
