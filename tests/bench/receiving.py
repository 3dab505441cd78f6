"""What the bench of the hub measures, in a process of its own: HTTPS to index, and bare COPY beside it."""

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from sqlalchemy import Connection, Table, select

from tests.bench.memory import peak_mb
from tests.databases import new_database
from tests.desks import CITY, plain_cases
from tests.hubs import Served, enrolled, served
from zsapp.base.ids import new_id
from zsapp.records.upstream import open_upstream
from zsapp.records.upstream_rows import ENTRY, LINE, RECORD
from zsapp.services import credentials
from zsapp.services.upstream_talk import Talk

CASES, WARM = 8_000, 2_000
"""Cases that are measured, and those of a package before: by then the hub's processes run, as by day."""


@dataclass
class Rows:
    """The rows of a table as they were stored."""

    table: Table
    rows: list[tuple[Any, ...]]


def stored(connection: Connection) -> list[Rows]:
    """Return what the hub has written of the cases."""
    return [
        Rows(one, [tuple(row) for row in connection.execute(select(one).order_by(*one.primary_key))])
        for one in (ENTRY, RECORD, LINE)
    ]


def copy_seconds(found: list[Rows], place: Path) -> float:
    """Return how long bare COPY takes for the same rows into the same tables of an empty database."""
    url = new_database()
    upstream = open_upstream(url, place, "4420", bytes(32))
    with upstream.connect() as connection:
        years = {row[1] for one in found for row in one.rows if one.table is not ENTRY}
        upstream.make_years(connection, years)
        connection.commit()
    upstream.close()
    with psycopg.connect(url) as bare:
        start = time.perf_counter()
        for one in found:
            names = ", ".join(f'"{column.name}"' for column in one.table.c)
            with bare.cursor().copy(f"COPY {one.table.name} ({names}) FROM STDIN") as copy:
                for row in one.rows:
                    copy.write_row(row)
        bare.commit()
        return time.perf_counter() - start


def save(village: Any, count: int) -> None:
    """Save so many cases."""
    with village.store.write() as writer:
        for number in range(count):
            case = plain_cases()[number % len(plain_cases())]
            writer.save("mediation", new_id(), case, base_version=0, verb="save")


def sent_so_far(hub: Served, village: Any) -> int:
    """Return up to where the hub has the village's entries."""
    with hub.hub.store.shelf() as shelf:
        return shelf.head(village.profile.id).seq


def upload_seconds(hub: Served, village: Any, volume: Path) -> float:
    """Return how long it takes from the first byte up to the acknowledgement of the last entry."""
    import hashlib

    from zsapp.exchange.http_line import Line, read_address

    with village.store.read() as reader:
        known = credentials.read_credentials(reader)
        trust = credentials.read_trust(reader, known, village.today())
        last = reader.head().seq - 1
    digest = hashlib.sha256(volume.read_bytes()).hexdigest()
    with Line(read_address(hub.url, hub.pin)) as line:
        talk = Talk(line, known, trust)
        start = time.perf_counter()
        talk.put(volume, digest, lambda _done: None)
        while True:
            talk.acknowledgement(village.profile.id, 20)
            if sent_so_far(hub, village) >= last:
                return time.perf_counter() - start


def main() -> None:
    """Print the figures as JSON."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        with enrolled(place, "village") as stations:
            village = stations["village"]
            save(village, WARM)
            with served(place / CITY, new_database()) as hub:
                village.network.sync(hub.url, hub.pin)
                with hub.hub.store.upstream.connect() as connection:
                    warm = [len(one.rows) for one in stored(connection)]
                save(village, CASES)
                volume = village.exchange.export(place, since=sent_so_far(hub, village)).file
                before = peak_mb()
                seconds = upload_seconds(hub, village, volume)
                with hub.hub.store.upstream.connect() as connection:
                    found = stored(connection)
            found = [Rows(one.table, one.rows[count:]) for one, count in zip(found, warm, strict=True)]
            figures = {
                "cases": sum(len(one.rows) for one in found if one.table is LINE),
                "hub_s": seconds,
                "copy_s": copy_seconds(found, place),
                "before_mb": before,
                "peak_mb": peak_mb(),
                "volume_mb": volume.stat().st_size / 1e6,
            }
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main()
