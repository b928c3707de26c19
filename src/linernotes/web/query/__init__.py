"""Addresses with their parameters, and the answers that pages share."""
