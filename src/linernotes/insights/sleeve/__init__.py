"""The rest of the sleeve: a role, a label, a series, a company, each with its records, its people and its years."""
