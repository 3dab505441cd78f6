"""Towns and cities that are hubs, for stories that are told of stations: the desks are the same (D-55)."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.databases import new_database
from tests.desks import Desk, Three, copy_homes
from tests.upstreams import hub_over


class Hubs(Three):
    """City and town store upstream: the town in the database asked for, the city in its home."""

    url = ""

    @cached_property
    def city(self) -> Desk:
        return hub_over(super().city, "")

    @cached_property
    def town(self) -> Desk:
        return hub_over(super().town, self.url)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def database(request: pytest.FixtureRequest) -> str:
    """The URL of a hub's database: a file in the short run, in the long one a real PostgreSQL too."""
    return "" if request.param == "sqlite" else new_database()


@pytest.fixture
def three(database: str, tmp_path: Path) -> Iterator[Three]:
    """Give the three as every story knows them."""
    copy_homes(tmp_path)
    hubs = Hubs(tmp_path, tmp_path / "stick")
    hubs.url = database
    hubs.stick.mkdir()
    yield hubs
    hubs.close()


def stories(*modules: ModuleType, but: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the tests of modules by name, to be told again with other fixtures."""
    return {
        name: told
        for module in modules
        for name, told in vars(module).items()
        if name.startswith("test_") and name not in but
    }
