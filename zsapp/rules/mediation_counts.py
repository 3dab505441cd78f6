"""Table B (人民调解案件情况统计表): from lines of the register to figures, each with the cases behind it.

A pure function. What no case knows (排查, 预防, what a court made of an agreement) is entered by people
(`reporting.py`) and handed in. Formulas that must agree: brief §3.7.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple

from zsapp.rules.mediation_counts_columns import (
    BODIES,
    KEPT_FROM,
    PREVENTED,
    SUED,
    Codes,
    Coding,
    Column,
    body_of,
    columns,
)
from zsapp.rules.mediation_ledger import MONTHS, NOT_APPLIED, SUCCESS, read_prevented

HARD = ("疑难", "重大", "特别重大", "复杂")
PERFORMED = ("即时履行", "履行完毕")
NOT_CONFIRMED = ("", NOT_APPLIED, "不适用")
FEN_IN_WAN = 1_000_000
TOTAL = "合计"


class Counted(NamedTuple):
    """What is counted of a case: items of `LedgerLine` in their wire form, before them the record's id.

    A plain tuple of the same order counts as well: 100,000 of these keep the collector of garbage busier than
    the counting.
    """

    id: str
    committee: str
    dispute_type: str
    source: str
    difficulty: str
    result: str
    form: str
    performance: str
    confirmation: str
    heads: int
    amount_fen: int | None
    yearly_fen: int | None
    prevented: str = ""


Row = tuple[Any, ...]
"""A `Counted`, or a tuple in its order."""
ID, HEADS, AMOUNT, YEARLY, KEPT = (
    Counted._fields.index(name) for name in ("id", "heads", "amount_fen", "yearly_fen", "prevented")
)
LOOK = slice(1, HEADS)
"""From `committee` to `confirmation`: what decides in which columns a case counts."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and the ids of the cases behind it."""

    value: int | Decimal
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: a committee, or 合计."""

    name: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Uneven:
    """A formula that does not hold: in which row, by what figures, and the cases that break it.

    `stops`: the row's figures break it. Otherwise they hold and only the cases named break it by themselves,
    which is worth a look.
    """

    check: str
    formula: str
    row: str
    left: int
    right: int
    ids: tuple[str, ...]
    stops: bool

    @property
    def where(self) -> str:
        """The row in words: cases may name no committee."""
        return self.row or "没有写明调委会的案件"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableB:
    """The whole table."""

    columns: tuple[Column, ...]
    rows: tuple[Line, ...]
    total: Line
    uneven: tuple[Uneven, ...]

    @property
    def zero(self) -> bool:
        """Whether this is a zero report (零报告): nothing to count."""
        return not any(cell.value for cell in self.total.cells.values())

    @property
    def stops(self) -> bool:
        """Whether a formula is broken, so that the table must not leave the house."""
        return any(one.stops for one in self.uneven)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What the counting needs to know beside the cases.

    `kinds`: the kind of each committee whose profile is kept. `entered`: the counters entered for each
    committee; one named here has a row whatever it did. `months`: how many months of periodic payments count
    as money of the agreement.
    """

    codes: Codes
    kinds: Mapping[str, str] = field(default_factory=dict)
    entered: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    months: int = MONTHS


@dataclass(slots=True)
class _Tally:
    """What a committee has counted so far: cases by column, sums, and cases that break a formula alone."""

    ids: dict[str, list[str]]
    sums: Counter[str] = field(default_factory=Counter)
    odd: dict[str, list[str]] = field(default_factory=dict)


def table_b(cases: Iterable[Row], basis: Basis) -> TableB:
    """Return the table of the cases given; committees in the order of their names.

    Cases that look alike count in the same columns, so they are counted together: 100,000 cases look like a
    few hundred.
    """
    heads = columns(basis.codes)
    names = [one.id for one in heads]
    checks = _checks(heads)
    marks_of = _Marks(basis, frozenset(names))
    alike: dict[Row, list[Row]] = {}
    for row in cases:
        alike.setdefault(row[LOOK], []).append(row)
    tallies = {name: _Tally({one: [] for one in names}) for name in basis.entered}
    for group in alike.values():
        first = Counted._make(group[0])
        tally = tallies.setdefault(first.committee, _Tally({one: [] for one in names}))
        marks = marks_of(first)
        _add(tally, group, marks, basis.months)
        for check in checks:
            if check.broken_by(marks):
                tally.odd.setdefault(check.id, []).extend(row[ID] for row in group)
    lines, uneven = [], []
    for name, tally in sorted(tallies.items()):
        tally.sums.update(basis.entered.get(name, {}))
        line = Line(name, {one: _cell(one, tally) for one in names})
        lines.append(line)
        uneven += [found for check in checks if (found := check.over(line, tally.odd))]
    return TableB(columns=heads, rows=tuple(lines), total=_total(lines, names), uneven=tuple(uneven))


class _Marks:
    """The columns a case counts in."""

    def __init__(self, basis: Basis, names: frozenset[str]) -> None:
        self._types = Coding("type", basis.codes.get("dispute_type", ()), names)
        self._sources = Coding("source", basis.codes.get("case_source", ()), names)
        self._kinds = basis.kinds

    def __call__(self, one: Counted) -> tuple[str, ...]:
        ways = {
            "total": True,
            "success": one.result == SUCCESS,
            "hard": one.difficulty.startswith(HARD),
            "oral": one.form == "口头",
            "written": one.form == "书面",
            "performed": one.performance in PERFORMED,
            "confirmed": one.confirmation not in NOT_CONFIRMED,
            "sued": one.performance == SUED,
        }
        body = body_of(one.committee, self._kinds.get(one.committee, ""))
        return (
            *(name for name, counts in ways.items() if counts),
            *self._types.marks(one.dispute_type),
            *self._sources.marks(one.source),
            *((body,) if body else ()),
        )


def money_of(result: str, amount: int | None, yearly: int | None, months: int) -> int:
    """Return what a case adds to the money of agreements, in 分; periodic payments for so many months."""
    return (amount or 0) + ((yearly or 0) * months + 6) // 12 if result == SUCCESS else 0


def _add(tally: _Tally, group: list[Row], marks: tuple[str, ...], months: int) -> None:
    """Add cases that look alike: where they count, and what they have by number."""
    ids = [row[ID] for row in group]
    for mark in marks:
        tally.ids[mark] += ids
    tally.sums["heads"] += sum(row[HEADS] for row in group)
    if lone := [row[ID] for row in group if row[HEADS] < 2]:
        tally.odd.setdefault("heads", []).extend(lone)
    if "success" in marks:
        money = [(row[ID], money_of(SUCCESS, row[AMOUNT], row[YEARLY], months)) for row in group]
        tally.sums["amount"] += sum(fen for _, fen in money)
        tally.ids["amount"] += [id_ for id_, fen in money if fen]
    kept: dict[str, list[str]] = {}
    for told, id_ in [(row[KEPT], row[ID]) for row in group if row[KEPT]]:
        kept.setdefault(told, []).append(id_)
    for told, same in kept.items():
        _add_kept(tally, read_prevented(told), same)


def _add_kept(tally: _Tally, counts: Mapping[str, int], ids: list[str]) -> None:
    """Add what cases kept from happening, each of them the same."""
    for name, count in counts.items():
        if count:
            tally.sums[name] += count * len(ids)
            tally.ids[name] += ids
    for name, _ in KEPT_FROM:
        if counts.get(f"{name}_people", 0) < counts.get(f"{name}_cases", 0):
            tally.odd.setdefault(name, []).extend(ids)


SUMMED = ("heads", *PREVENTED, "screened", "averted", "upheld", "changed", "revoked")
"""Columns whose figure is no count of cases."""


def _cell(name: str, tally: _Tally) -> Cell:
    if name == "amount":
        return Cell(Decimal(tally.sums[name]) / FEN_IN_WAN, tuple(tally.ids[name]))
    if name in SUMMED:
        behind = "total" if name == "heads" else name
        return Cell(tally.sums[name], tuple(tally.ids[behind]))
    return Cell(len(tally.ids[name]), tuple(tally.ids[name]))


def _total(rows: list[Line], names: list[str]) -> Line:
    cells = {}
    for name in names:
        column = [row.cells[name] for row in rows]
        value = sum((cell.value for cell in column), 0)
        cells[name] = Cell(value, tuple(chain.from_iterable(cell.ids for cell in column)))
    return Line(TOTAL, cells)


# --- formulas ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Check:
    """A formula over one row: what must equal, or be no more than, a column (times a factor).

    `by_number`: what a case has by number decides; the cases that break it were noted when they were added.
    """

    id: str
    formula: str
    left: tuple[str, ...]
    right: str
    equal: bool = False
    times: int = 1
    by_number: bool = False

    def broken_by(self, marks: tuple[str, ...]) -> bool:
        """Say whether a case that counts in these columns breaks it by itself."""
        if self.by_number:
            return False
        return self._fails(sum(name in marks for name in self.left), int(self.right in marks))

    def over(self, row: Line, odd: Mapping[str, list[str]]) -> Uneven | None:
        """Return how it fails in a row, None where it holds there and in each of its cases."""
        left = self.times * sum(int(row.cells[name].value) for name in self.left)
        right = int(row.cells[self.right].value)
        stops, ids = self._fails(left, right), tuple(odd.get(self.id, ()))
        return Uneven(self.id, self.formula, row.name, left, right, ids, stops) if stops or ids else None

    def _fails(self, left: int, right: int) -> bool:
        return left != right if self.equal else left > right


def _checks(heads: tuple[Column, ...]) -> tuple[_Check, ...]:
    """Return the formulas of brief §3.7 over the columns there are."""

    def tops(prefix: str) -> tuple[str, ...]:
        return tuple(one.id for one in heads if one.id.startswith(f"{prefix}_") and not one.within)

    labels = {one.id: one.label for one in heads}
    referred = [one for one in heads if one.within.startswith("source_")]
    wholes = {
        one.within: tuple(part.id for part in referred if part.within == one.within) for one in referred
    }
    return (
        _Check("types", "各类纠纷件数之和＝调解案件总数", tops("type"), "total", equal=True),
        _Check("sources", "各种来源件数之和＝调解案件总数", tops("source"), "total", equal=True),
        *(
            _Check(f"parts_{whole}", f"各部门委托移送之和＝{labels[whole]}", parts, whole, equal=True)
            for whole, parts in wholes.items()
        ),
        _Check(
            "bodies", "不同主体件数之和＝调解案件总数", tuple(name for name, _ in BODIES), "total", equal=True
        ),
        _Check("forms", "口头协议＋书面协议＝调解成功", ("oral", "written"), "success", equal=True),
        _Check("success", "调解成功≤调解案件总数", ("success",), "total"),
        _Check("performed", "履行≤调解成功", ("performed",), "success"),
        _Check("hard", "疑难复杂案件≤调解案件总数", ("hard",), "total"),
        _Check("heads", "涉及当事人数≥2×调解案件总数", ("total",), "heads", times=2, by_number=True),
        *(
            _Check(name, f"{label}：人数≥件数", (f"{name}_cases",), f"{name}_people", by_number=True)
            for name, label in KEPT_FROM
        ),
    )
