"""The company that an artist keeps on records: who played with them, and who produced and engineered for them."""
