"""Measures statistics and registers in a process of its own, so that the memory is theirs; prints JSON.

The cases are real ones, saved and taken into the index; their index rows are then copied until there are as
many as wanted, because saving each would take minutes and only the index is read here.
"""

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from tests.bench.memory import peak_mb
from tests.stations import acceptance_cases, make_station
from zsapp.base.ids import id_bytes, new_id
from zsapp.records.index_rows import LINE_COLUMNS
from zsapp.rules.reporting import Asked, period_of
from zsapp.services.station import Station

YEAR = period_of("year", 2026)
CASES, LINES = 100_000, 50_000
COMMITTEES = 30


def seconds(work: Callable[[], Any], times: int = 1) -> float:
    """Return how long something takes, the quietest of several times."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def fill(station: Station, cases: int) -> None:
    """Give a station that many cases, over the days of a year and over thirty committees."""
    for entry in acceptance_cases():
        station.mediation.import_case(entry)
    station.store.settle()
    driver: Any = station.store._writing.connection.driver_connection
    lines = driver.execute(f"SELECT {', '.join(LINE_COLUMNS)} FROM case_line").fetchall()  # noqa: S608 -- our own columns
    names = [row[1] for row in driver.execute("PRAGMA table_info(record)")]
    record = dict(
        zip(names, driver.execute("SELECT * FROM record WHERE sector = 'mediation'").fetchone(), strict=True)
    )
    first, dice = 1_000, random.Random(7)  # noqa: S311 -- nothing secret
    records, copies = [], []
    for n in range(cases - len(lines)):
        id_ = new_id()
        day = YEAR.first + timedelta(days=dice.randrange(365))
        line = dict(zip(LINE_COLUMNS, dice.choice(lines), strict=True))
        line |= {"accepted_on": day.isoformat(), "number": f"〔2026〕沙云人调字第{n}号"}
        line["committee"] = f"中山市沙溪镇第{n % COMMITTEES}村人民调解委员会"
        records.append((first + n, id_bytes(id_), *list(record.values())[2:]))
        copies.append((first + n, id_, *line.values()))
    driver.execute("BEGIN")
    for table, rows in (("record", records), ("case_line", copies)):
        marks = ", ".join("?" * len(rows[0]))
        driver.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 -- our own tables
    driver.execute("COMMIT")


def bare(file: Path, lines: int) -> None:
    """Write a register of as many cells by nothing but the library: the floor."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    row = [1, "中山市沙溪镇第1村人民调解委员会", "〔2026〕沙云人调字第5号", date(2026, 3, 9), "何䶮与梁亚娣"]
    row += [
        "邻里纠纷/相邻排水纠纷",
        "依申请调解",
        "高伟明",
        "调解成功",
        "书面",
        1800.5,
        "履行完毕",
        "未申请",
        "",
    ]
    for _ in range(lines):
        sheet.append(row)
    book.save(file)


def main() -> None:
    """Measure, and print the figures."""
    folder = Path(tempfile.mkdtemp(prefix="zsapp-bench-"))
    figures: dict[str, Any] = {}
    with make_station(folder / "home", "town", today=date(2027, 1, 4)) as station:
        fill(station, LINES if sys.argv[1] == "register" else CASES)
        if sys.argv[1] == "register":
            figures["before_mb"] = peak_mb()
            figures["register_s"] = seconds(lambda: station.ledgers.write(YEAR, folder / "r.xlsx"))
            figures["peak_mb"] = peak_mb()
            figures["bare_s"] = seconds(lambda: bare(folder / "b.xlsx", LINES))
            figures["rows"] = sum(1 for _ in load_workbook(folder / "r.xlsx", read_only=True).active.rows) - 4
        else:
            asked = Asked(period=YEAR)
            figures["table_s"] = seconds(lambda: station.statistics.table_b(asked), 5)
            total = station.statistics.table_b(asked).table.total.cells["total"]
            figures["cases"], figures["ids"] = total.value, len(set(total.ids))
    sys.stdout.write(json.dumps(figures))


if __name__ == "__main__":
    main()
