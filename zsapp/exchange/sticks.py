"""A stick (U盘) as found: where it is and what it is called."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stick:
    """A removable volume. Sizes in bytes."""

    path: Path
    label: str
    free: int
    total: int
    read_only: bool = False
