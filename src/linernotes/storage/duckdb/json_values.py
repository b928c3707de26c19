"""Values of a database as JSON has words for them."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal


def plain(value: object) -> object:
    """Turn a value, and the values in it, into JSON's types.

    NaN and infinity become null, times become ISO 8601. A value that JSON has no type for becomes its text.
    """
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, Decimal | float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int) else str(value)
