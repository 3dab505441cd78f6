"""Stations, lines and counted cases for the tests of statistics; name only what the test is about."""

import atexit
import shutil
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from tests.stations import acceptance_cases, make_station
from zsapp.base.plain import from_sheet
from zsapp.rules.mediation import ANNOTATIONS, Case
from zsapp.rules.mediation_counts import Basis, Counted, TableB, table_b
from zsapp.rules.mediation_ledger import ledger_line
from zsapp.services.tables import shipped_tables

VILLAGE = "中山市沙溪镇云涧村人民调解委员会"


def counted(case: Case) -> Counted:
    """Return a case as it is counted, under its import number."""
    line = ledger_line(case)
    fen = [None if one is None else int(one * 100) for one in (line.amount, line.yearly)]
    plain = {name: getattr(line, name) for name in Counted._fields if hasattr(line, name)}
    return Counted(**plain, id=case.case, amount_fen=fen[0], yearly_fen=fen[1])


def visible(basis: str = "accept", first: str = "2026-01-01", last: str = "2026-12-31") -> list[Counted]:
    """Return the acceptance cases accepted (or closed) in a period, in the order of the file."""
    cases = [from_sheet(Case, entry, ANNOTATIONS) for entry in acceptance_cases()]
    return [counted(one) for one in cases if first <= str(getattr(one.dates, basis)) <= last]


def made(id_: str = "A", **changed: Any) -> Counted:
    """Return a counted case that no formula objects to."""
    usual: dict[str, Any] = {
        "committee": VILLAGE,
        "dispute_type": "邻里纠纷",
        "source": "依申请调解",
        "difficulty": "一般",
        "result": "调解成功",
        "form": "书面",
        "performance": "履行完毕",
        "confirmation": "未申请",
        "heads": 2,
        "amount_fen": None,
        "yearly_fen": None,
    }
    return Counted(id=id_, **(usual | changed))


def counts(cases: list[Counted], **basis: Any) -> TableB:
    """Return the table of cases over the shipped code lists."""
    return table_b(cases, Basis(codes=shipped_tables().codes, **basis))


def figures(table: TableB, row: int | None = None) -> dict[str, Any]:
    """Return the figures of a row (of the total without one) that are not nought."""
    line = table.total if row is None else table.rows[row]
    return {name: cell.value for name, cell in line.cells.items() if cell.value}


@cache
def _home(tier: str, *, filled: bool) -> Path:
    folder = Path(mkdtemp(prefix="zsapp-counting-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with make_station(folder / tier, tier, today=date(2026, 3, 27)) as made:
        for entry in acceptance_cases() if filled else ():
            made.mediation.import_case(entry)
    return folder / tier


def copy_home(to: Path, tier: str = "village", *, filled: bool = True) -> Path:
    """Put a closed station there, with the acceptance cases in it or none; made once, copied much faster."""
    shutil.copytree(_home(tier, filled=filled), to)
    return to
