"""Hubs for tests: a real one, served over TLS on loopback, with a village that is enrolled below it."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.desks import CITY, PASSPHRASE, TOWN, VILLAGE, copy_homes, plain_cases
from zsapp.base.errors import Code, ZsError
from zsapp.base.ids import new_id
from zsapp.base.progress import Progress
from zsapp.hub.serving import Serving, bind
from zsapp.services.hub import Hub, open_hub, tls_of
from zsapp.services.station import Station, open_station

HOST = "127.0.0.1"
LARGE = 1_500_000
"""Bytes of a paper that is large enough for a line to break on its way."""


@dataclass
class Served:
    """A hub that is being served."""

    hub: Hub
    url: str
    pin: str
    port: int


CODES = {"city": CITY, "town": TOWN, "village": VILLAGE}


@contextmanager
def enrolled(place: Path, *tiers: str) -> Iterator[dict[str, Station]]:
    """Give stations of the tiers named, open; all three lie in the folder, enrolled."""
    copy_homes(place)
    stations = {one: open_station(place / CODES[one], passphrase=PASSPHRASE) for one in tiers}
    try:
        yield stations
    finally:
        for one in stations.values():
            one.close()


@contextmanager
def served(home: Path, database: str = "") -> Iterator[Served]:
    """Serve a closed home as a hub until the block ends."""
    tls = []

    def fingerprint(place: Path) -> str:
        tls.append(tls_of(place, HOST))
        return tls[0].fingerprint

    listening = bind(HOST, 0)
    hub = open_hub(home, passphrase=PASSPHRASE, database=database, tls=fingerprint)
    serving = Serving(hub, listening, tls[0])
    port = serving.address[1]
    thread = threading.Thread(target=serving.run)
    thread.start()
    try:
        yield Served(hub, f"https://{HOST}:{port}", tls[0].fingerprint, port)
    finally:
        serving.stop()
        thread.join()


@dataclass
class Net:
    """A hub that is served, and a village below it."""

    hub: Served
    village: Station
    place: Path

    def save(self, case: int = 0) -> str:
        """Save a case at the village."""
        record_id = new_id()
        with self.village.store.write() as writer:
            writer.save("mediation", record_id, plain_cases()[case], base_version=0, verb="save")
        return record_id

    def print(self, size: int = LARGE) -> None:
        """Keep a paper of so many bytes at the village, which travels along."""
        digest = self.village.store.blobs.put(os.urandom(size))
        with self.village.store.write() as writer:
            writer.note(
                "print", sector="mediation", record_id=self.save_quietly(), payload={"sha256": digest}
            )

    def save_quietly(self) -> str:
        """Return an id of nothing."""
        return new_id()

    def sync(self, port: int | None = None, progress: Progress | None = None) -> Any:
        """Sync the village, perhaps by another port."""
        url = self.hub.url if port is None else f"https://{HOST}:{port}"
        return self.village.network.sync(url, self.hub.pin, progress)

    def state(self, record_id: str) -> str:
        """Return how far a record of the village has come."""
        with self.village.store.read() as reader:
            return reader.sync_state(record_id)

    def is_there(self, record_id: str) -> bool:
        """Say whether a record is at the hub."""
        with self.hub.hub.store.read() as reader:
            return reader.record(record_id) is not None


@contextmanager
def net_over(place: Path, database: str) -> Iterator[Net]:
    """Give a city's hub and a village two tiers below it."""
    with enrolled(place, "village") as stations, served(place / CITY, database) as hub:
        yield Net(hub, stations["village"], place)


def code_of(errand: Any, *given: Any, **named: Any) -> Code:
    """Return the code with which an errand is refused."""
    with pytest.raises(ZsError) as error:
        errand(*given, **named)
    return error.value.code
