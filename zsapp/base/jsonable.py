"""Values as JSON can say them (供输出): dates as ISO text, moments as stamps, exact decimals as numbers.

For people's and scripts' eyes only; what is hashed or signed goes through `canonical.py`.
"""

from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from zsapp.base import clock

WRITE: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (dict, lambda value: {str(key): jsonable(member) for key, member in value.items()}),
    ((list, tuple, set, frozenset), lambda value: [jsonable(member) for member in value]),
    (datetime, clock.stamp),
    ((date, Path), str),
    (Enum, lambda value: value.value),
    (Decimal, lambda value: int(value) if value == value.to_integral_value() else float(value)),
)


def jsonable(value: Any) -> Any:
    """Return a value as JSON can say it."""
    for kinds, write in WRITE:
        if isinstance(value, kinds):
            return write(value)
    return jsonable(asdict(value)) if is_dataclass(value) and not isinstance(value, type) else value
