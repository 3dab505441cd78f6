"""Hubs without a network for tests: a town whose foreign chains lie upstream, and a village below it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.databases import database
from tests.desks import Desk, Three, three_desks
from zsapp.records.upstream import open_upstream
from zsapp.records.upstream_store import UpstreamStore
from zsapp.services.exchange import Imported

__all__ = ["database"]


@dataclass
class Hub:
    """A town that stores upstream, with a village below it."""

    three: Three
    desk: Desk
    url: str

    @property
    def village(self) -> Desk:
        return self.three.village

    @property
    def store(self) -> UpstreamStore:
        assert isinstance(self.desk.store, UpstreamStore)
        return self.desk.store

    def receive(self) -> Imported:
        """Carry what the village has not sent to the hub, and its answer back."""
        self.village.exchange.export(self.three.stick)
        got = self.desk.exchange.import_path(self.three.stick)
        self.village.exchange.import_path(self.three.stick)
        for left in self.three.stick.iterdir():
            left.unlink()
        return got


def hub_over(desk: Desk, url: str) -> Desk:
    """Return a desk whose store is a hub's; the one before is not used any more."""
    upstream = open_upstream(url, desk.store.home, desk.profile.code[:4], desk.store.key)
    return Desk(UpstreamStore(desk.store.hand_over(), upstream), desk.profile)


@pytest.fixture
def hub(tmp_path: Path, database: str) -> Iterator[Hub]:
    with three_desks(tmp_path) as three:
        made = Hub(three, hub_over(three.town, database), database)
        yield made
        made.desk.store.close()
