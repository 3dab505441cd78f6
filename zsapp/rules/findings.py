"""Findings (检查结果): what a check says of a record, where, how grave, and on what law.

Knows no sector and no check. Severities and stages: brief §7, decisions 20 and 23.
"""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How grave (轻重): an error stops the final print, a warning is acknowledged, a hint is only shown."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


class Stage(StrEnum):
    """From when a check speaks (阶段): contradictions while typing, what is missing at print or archive."""

    TYPING = "typing"
    PRINT = "print"
    ARCHIVE = "archive"

    def reached(self, other: "Stage") -> bool:
        """Say whether this stage is `other` or comes after it."""
        order = list(Stage)
        return order.index(self) >= order.index(other)


OPEN, OVERRIDDEN, RESOLVED = "open", "overridden", "resolved"
"""A finding stands, has yielded to a recorded reason, or is settled by a recorded action (decision 20)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a check says.

    `where` is the item's path (`parties[0].id_no`, `clauses[1]`, `copies`). `fix` is the text that may
    replace what stands there, or empty. `reason` says why it was overridden or how it was resolved.
    """

    rule: str
    severity: Severity
    message: str
    basis: str
    where: str
    state: str = OPEN
    reason: str = ""
    fix: str = ""
