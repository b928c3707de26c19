"""What follows from the source tables: DiscogsDerive and its steps."""

from linernotes.derive.flow import DiscogsDerive

__all__ = ["DiscogsDerive"]
