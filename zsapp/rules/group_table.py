"""The table of special groups (特殊群体表): what tells a group, what follows from it, on which basis.

A row counts from its day; a later row for the same group replaces it. What rests on memory or is the
product's own advice says so in its `status` and `source`. Reads no disk.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from zsapp.rules.table_rows import Row, one_of, read_rows

TellingWay = Literal["birth", "sex", "paper", "certificate", "declared"]
"""What tells a group beside a declaration: birth or age, sex, kind of document, a certificate's number."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group (人群类别), brief L §3.6.

    `queue` is its place in the queue, 1 first; `at_risk` says that it has that place only where somebody is
    at risk. One that is `private` is kept with the record it was said for, never with the person; one that
    is not `listed` is shown on the person's own card only, not in lists that others at the counter may see.
    """

    code: str
    told_by: TellingWay
    queue: int
    at_risk: bool
    private: bool
    listed: bool
    effect: str
    needs: tuple[str, ...]
    basis: str
    since: date
    status: str
    source: str


def read_groups(file: str, text: str) -> tuple[GroupRow, ...]:
    """Return the rows, the newest of each group first.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> GroupRow:
        told_by = one_of(row["told_by"], "birth", "sex", "paper", "certificate", "declared")
        return GroupRow(
            code=row["code"],
            told_by=cast("TellingWay", told_by),
            queue=int(one_of(row["queue"], "1", "2", "3")),
            at_risk=one_of(row["when"], "", "风险") == "风险",
            private=one_of(row["kept"], "person", "record") == "record",
            listed=one_of(row["listed"], "是", "否") == "是",
            effect=row["effect"],
            needs=tuple(row["needs"].split()),
            basis=row["basis"],
            since=date.fromisoformat(row["since"]),
            status=one_of(row["status"], "已核", "待核", "可改"),
            source=row["source"],
        )

    columns = "code told_by queue when kept listed effect needs basis since status source"
    found = read_rows(file, text, columns, make)
    return tuple(sorted(found, key=lambda one: one.since, reverse=True))
