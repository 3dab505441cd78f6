"""Functions of a tier (层级功能): what a station of a level does, helps with or leaves; said here alone.

The table is editable and shows its source: brief L §1.6 and §4.3, whose mapping to Zhongshan waits for the
bureau. A page of the window is offered where its tier has the function and the role may see its area.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from zsapp.rules.roles import AREAS, Badge
from zsapp.rules.table_rows import Row, one_of, read_rows

DOES, HELPS, NOTHING = "办", "协助", "无"
TIERS = ("village", "town", "city")


@dataclass(frozen=True, slots=True)
class Function:
    """A function (功能): a page of the window or an act, the area of roles it needs, how each tier has it."""

    id: str
    kind: Literal["page", "act"]
    label: str
    area: str
    tiers: Mapping[str, str]
    basis: str
    source: str
    status: str

    def at(self, tier: str) -> str:
        """Return how a tier has it."""
        return self.tiers.get(tier, NOTHING)


Functions = Mapping[str, Function]


def read_functions(file: str, text: str) -> dict[str, Function]:
    """Return the functions by their id, in the order of the table.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> Function:
        return Function(
            id=row["id"],
            kind=cast('Literal["page", "act"]', one_of(row["kind"], "page", "act")),
            label=row["label"],
            area=one_of(row["area"], "", *AREAS),
            tiers={tier: one_of(row[tier], DOES, HELPS, NOTHING) for tier in TIERS},
            basis=row["basis"],
            source=row["source"],
            status=one_of(row["status"], "已核", "待核", "可改"),
        )

    columns = "id kind label area village town city basis source status"
    return {one.id: one for one in read_rows(file, text, columns, make)}


def is_offered(functions: Functions, name: str, tier: str, badge: Badge | None) -> bool:
    """Say whether a function is there for a user of a station; one not in the table is for everybody."""
    one = functions.get(name)
    if one is None:
        return True
    return one.at(tier) != NOTHING and (badge is None or not one.area or badge.sees(one.area))


def functions_of(functions: Functions, tier: str, badge: Badge | None) -> Iterator[tuple[Function, str]]:
    """Yield what a station of a tier does and helps with, as far as the user's role sees it."""
    for one in functions.values():
        if is_offered(functions, one.id, tier, badge):
            yield one, one.at(tier)
