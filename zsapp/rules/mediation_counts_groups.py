"""Subtotals of Table B (小计): committees under their village at a town, under their town at the city.

A committee is placed by its name, as papers print it (中山市沙溪镇云涧村人民调解委员会); one whose name says
no village or town is the level's own (镇街本级、市本级). Refuses to know: where the figures come from.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from zsapp.rules.mediation_counts import Cell, Line, TableB
from zsapp.rules.tables import Region

VILLAGE = re.compile(r".+?(?:村|社区|居委会)")
"""How the name of a village or community ends within that of its committee."""
OWN = {"town": "镇街本级", "city": "市本级"}


@dataclass(frozen=True, slots=True)
class Group:
    """Committees that are added up together: under which name, in the order of the table.

    `always`: it has a row of its own even for one committee alone (a town at the city; a village's row would
    only say twice what its committee's says).
    """

    name: str
    committees: tuple[str, ...]
    always: bool = False

    @property
    def label(self) -> str:
        """The name of its row."""
        return f"{self.name}小计"

    @property
    def shown(self) -> bool:
        """Whether it has a row of its own."""
        return self.always or len(self.committees) > 1


def groups_of(committees: Iterable[str], tier: str, regions: Mapping[str, Region]) -> tuple[Group, ...]:
    """Return the groups of a table at a town or at the city; none at a village."""
    if tier not in OWN:
        return ()
    found: dict[str, list[str]] = {}
    for one in committees:
        found.setdefault(place_of(one, tier, regions), []).append(one)
    own = found.pop(OWN[tier], [])
    placed = ((OWN[tier], own), *sorted(found.items()))
    return tuple(Group(name, tuple(names), tier == "city") for name, names in placed if names)


def place_of(committee: str, tier: str, regions: Mapping[str, Region]) -> str:
    """Return the village (at a town) or the town (at the city) of a committee, by its name."""
    towns = [one.name for one in regions.values() if one.level == "town" and one.name in committee]
    if not towns:
        return OWN[tier]
    town = max(towns, key=len)
    if tier == "city":
        return town
    rest = committee.partition(town)[2].removesuffix("人民调解委员会")
    village = VILLAGE.match(rest)
    return village[0] if village else OWN[tier]


def subtotal(group: Group, table: TableB) -> Line:
    """Return the row of a group as the cases stand now, each figure with its cases."""
    rows = [row for row in table.rows if row.name in group.committees]
    cells = {}
    for column in table.columns:
        parts = [row.cells[column.id] for row in rows]
        ids = tuple(chain.from_iterable(part.ids for part in parts))
        cells[column.id] = Cell(sum((part.value for part in parts), 0), ids)
    return Line(group.label, cells)
