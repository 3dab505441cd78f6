"""The tables of the scoreboard (考核指标表): what each indicator means, and the targets set for it.

No number without its definition, no target without its document: whatever is from memory says so in `status`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from zsapp.rules.table_rows import Row, day_of, one_of, read_rows

STATUSES = ("已核", "待核", "可改")


@dataclass(frozen=True, slots=True)
class Definition:
    """What an indicator means (指标定义): its numerator and denominator in words, its unit, its source."""

    id: str
    name: str
    numerator: str
    denominator: str
    unit: str
    source: str
    status: str

    @property
    def text(self) -> str:
        """The definition in one sentence."""
        over = f"÷ {self.denominator}" if self.denominator else ""
        told = " ".join(one for one in (self.numerator, over) if one)
        return f"{told}（来源：{self.source}，{self.status}）"


@dataclass(frozen=True, slots=True)
class Goal:
    """A target of an indicator (指标目标): of one level or all, from a day to a day, by a document."""

    indicator: str
    level: str
    since: date
    until: date | None
    value: Decimal
    unit: str
    document: str
    status: str

    def holds(self, level: str, day: date) -> bool:
        """Say whether it is in force at a level on a day."""
        return self.level in ("", level) and self.since <= day and (self.until is None or day <= self.until)

    @property
    def text(self) -> str:
        """The target in words."""
        return f"{self.value.normalize():f}{self.unit}"


@dataclass(frozen=True, slots=True)
class ScoreTables:
    """Every table that the scoreboard reads."""

    definitions: Mapping[str, Definition] = field(default_factory=dict)
    goals: tuple[Goal, ...] = ()

    def definition_of(self, indicator: str) -> Definition | None:
        """Return what an indicator means; I09-2 is explained with I09."""
        return self.definitions.get(indicator.partition("-")[0])

    def goal_of(self, indicator: str, level: str, day: date) -> Goal | None:
        """Return the target in force, the latest; None where nobody set one."""
        found = (one for one in self.goals if one.indicator == indicator and one.holds(level, day))
        return max(found, key=lambda one: one.since, default=None)


def read_definitions(file: str, text: str) -> dict[str, Definition]:
    """Return the definitions by the ids of their indicators, in their order.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> Definition:
        return Definition(
            id=row["id"],
            name=row["name"],
            numerator=row["numerator"],
            denominator=row["denominator"],
            unit=row["unit"],
            source=row["source"],
            status=one_of(row["status"], *STATUSES),
        )

    found = read_rows(file, text, "id name numerator denominator unit source status", make)
    return {one.id: one for one in found}


def read_goals(file: str, text: str) -> tuple[Goal, ...]:
    """Return the targets.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> Goal:
        try:
            value = Decimal(row["value"])
        except InvalidOperation as error:
            raise ValueError(row["value"]) from error
        return Goal(
            indicator=row["indicator"],
            level=one_of(row["level"], "", "village", "town", "city"),
            since=date.fromisoformat(row["from"]),
            until=day_of(row["until"]),
            value=value,
            unit=row["unit"],
            document=row["document"],
            status=one_of(row["status"], *STATUSES),
        )

    return tuple(read_rows(file, text, "indicator level from until value unit document status", make))
