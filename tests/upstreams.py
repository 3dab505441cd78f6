"""Hubs without a network for tests: a town whose foreign chains lie upstream, and a village below it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.databases import database
from tests.desks import Desk, Three, open_desk, three_desks
from zsapp.records.upstream_store import UpstreamStore, UpstreamWriter
from zsapp.services.exchange import Imported
from zsapp.services.hub_home import make_hub

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
    return Desk(make_hub(desk.store, url), desk.profile)


@pytest.fixture
def hub(tmp_path: Path, database: str) -> Iterator[Hub]:
    with three_desks(tmp_path) as three:
        made = Hub(three, hub_over(three.town, database), database)
        yield made
        made.desk.store.close()


class Crash(Exception):
    """The power went off."""


@contextmanager
def torn() -> Iterator[None]:
    """Let the power go off between the commits of tables and home, in the block's one errand."""
    whole = UpstreamWriter.finish

    def finish(writer: UpstreamWriter) -> None:
        whole(writer)
        patch.undo()
        raise Crash

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(UpstreamWriter, "finish", finish)
        with pytest.raises(Crash):
            yield


def opened_again(desk: Desk) -> Desk:
    """Return a hub as it is after the power came back."""
    home = desk.store.home
    desk.store.close()
    return open_desk(home)
