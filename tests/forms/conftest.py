"""A FangSong for the tests: the shipped serif cut down and renamed, as a system might have one."""

from pathlib import Path

import pytest

from tests.fangsong import make_fangsong


@pytest.fixture(scope="session")
def fangsong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the path of a small FangSong font."""
    return make_fangsong(tmp_path_factory.mktemp("fonts") / "simfang.ttf")
