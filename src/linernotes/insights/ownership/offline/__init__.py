"""*Do I own it?* without a network: what a browser keeps, to answer by itself."""
