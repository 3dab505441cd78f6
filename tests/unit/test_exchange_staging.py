"""The staging place and the workplace: no plain byte on the disk, one errand at a time, no scrap left."""

from pathlib import Path

import pytest

from zsapp.base.errors import Code, Refusal
from zsapp.exchange import staging
from zsapp.exchange.staging import staged, workplace


def test_what_is_staged_comes_back_and_is_never_plain_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "IN_MEMORY", 10)
    plain = "何䶮".encode() * 5000
    with staged(tmp_path) as place:
        for at in range(0, len(plain), 1000):
            place.write(plain[at : at + 1000])
        spooled = place._spool
        spooled.seek(0)
        hidden = spooled.read()
        assert len(hidden) == len(plain)
        assert "何䶮".encode() not in hidden
        assert place.read(10) + place.read() == plain
        assert place.read(5) == b""
    assert list(tmp_path.iterdir()) == []


def test_one_errand_at_a_time(tmp_path: Path) -> None:
    with workplace(tmp_path) as first:
        assert first.is_dir()
        with pytest.raises(Refusal) as refused, workplace(tmp_path):
            pass
        assert refused.value.code is Code.EXPORT_RUNNING
    with workplace(tmp_path):
        pass


def test_what_a_killed_errand_left_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / "exchange.lock").write_bytes("另一个进程".encode())
    (tmp_path / "tmp").mkdir()
    (tmp_path / "tmp" / "half").write_bytes(b"x")
    with workplace(tmp_path) as folder:
        assert list(folder.iterdir()) == []
    assert not (tmp_path / "exchange.lock").exists()


def test_an_errand_that_fails_lets_the_next_one_in(tmp_path: Path) -> None:
    def fail() -> None:
        with workplace(tmp_path) as folder:
            (folder / "half").touch()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with workplace(tmp_path) as folder:
        assert list(folder.iterdir()) == []
