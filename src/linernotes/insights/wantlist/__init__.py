"""The wantlist: what is wanted, who of the shelf is on it, and who of them is loved."""
