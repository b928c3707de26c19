"""What follows from the source tables: DiscogsDerive and its steps."""

from linernotes.derive.derive import DiscogsDerive

__all__ = ["DiscogsDerive"]
