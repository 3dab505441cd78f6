"""What the bench of an import measures, in a process of its own: the town's import against its bare rows.

The floor is the driver alone: `executemany` of the very rows the import has written, every table of it,
search index included, in one transaction into a copy of the same encrypted database as it was before.
"""

import json
import shutil
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench import exchanging
from tests.bench.exchanging import timed
from tests.bench.memory import peak_mb
from tests.desks import TOWN, Desk, Three, open_desk, three_desks
from zsapp.base.ids import new_id
from zsapp.exchange import acknowledgement as acks
from zsapp.records import search

CASE_BYTES = 5_000
"""An acceptance case is of that size."""

ROUNDS = 3
"""The quietest round counts, of both."""


def main(count: int, rounds: int) -> None:
    """Print the figures of so many cases as JSON."""
    exchanging.CASES, exchanging.CASE_BYTES = count, CASE_BYTES
    made = exchanging.cases()
    with TemporaryDirectory() as place, three_desks(Path(place)) as three:
        with three.village.store.write() as writer:
            for case in made:
                writer.save("mediation", new_id(), case, base_version=0, verb="save")
        made.clear()
        three.village.exchange.export(three.stick)
        three.village.store.close()
        before = peak_mb()
        took = min(imported(three, Path(place), number) for number in range(rounds))
        peak = peak_mb()
        bare = min(floor(three, Path(place), number) for number in range(rounds))
    json.dump(
        {"cases": count, "import_s": took, "bare_s": bare, "before_mb": before, "peak_mb": peak}, sys.stdout
    )


def imported(three: Three, place: Path, number: int) -> float:
    """Return how long the town takes to take the stick in, in a copy of its home."""
    home = place / f"import{number}"
    shutil.copytree(place / TOWN, home)
    for left in three.stick.glob(f"*{acks.SUFFIX}"):
        left.unlink()
    town = open_desk(home)
    town.store.settle()
    try:
        return timed(lambda: town.exchange.import_path(three.stick))
    finally:
        town.store.close()


def floor(three: Three, place: Path, number: int) -> float:
    """Return how long the driver takes for the same rows."""
    done, bare = open_desk(place / "import0"), place / f"bare{number}"
    shutil.copytree(place / TOWN, bare)
    town = open_desk(bare)
    town.store.settle()
    try:
        return _insert(town, _rows(done, town))
    finally:
        done.store.close()
        town.store.close()


def _driver(desk: Desk) -> Any:
    return desk.store._writing.connection.driver_connection


def _rows(done: Desk, town: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows that the import has added, by their INSERT."""
    source, here = _driver(done), _driver(town)
    ours = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    plain = [name for (name,) in source.execute(ours) if not name.startswith("search")]
    found: dict[str, list[tuple[Any, ...]]] = {}
    for name in plain:
        everything = f"SELECT * FROM {name}"  # noqa: S608 -- names of our own tables
        known = set(here.execute(everything))
        rows = [row for row in source.execute(everything) if row not in known]
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            insert = f"INSERT OR REPLACE INTO {name} VALUES ({marks})"  # noqa: S608 -- as above
            found[insert] = rows
    texts = source.execute("SELECT pk, text FROM record_text")
    found[search.PUT] = [(pk, search.tokens_of(text)) for pk, text in texts]
    return found


def _insert(town: Desk, rows: dict[str, list[tuple[Any, ...]]]) -> float:
    driver = _driver(town)
    start = time.perf_counter()
    driver.execute("BEGIN IMMEDIATE")
    for insert, values in rows.items():
        driver.executemany(insert, values)
    driver.execute("COMMIT")
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
