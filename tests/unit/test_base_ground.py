"""Ids, clock, paths and the catalogue of errors."""

import time
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from zsapp.base import clock, paths
from zsapp.base.errors import Code, Refusal, Trouble, ZsError
from zsapp.base.ids import id_bytes, id_text, is_id, new_id


def test_an_id_begins_with_the_moment_it_was_made() -> None:
    before = time.time_ns() // 1_000_000
    made = new_id()
    after = time.time_ns() // 1_000_000
    assert before <= int.from_bytes(id_bytes(made)[:6]) <= after


def test_an_id_is_a_uuid_of_version_7() -> None:
    for made in (new_id() for _ in range(200)):
        found = uuid.UUID(made)
        assert (found.version, found.variant) == (7, uuid.RFC_4122)
        assert is_id(made)
        assert id_text(id_bytes(made)) == made


def test_ids_made_together_differ() -> None:
    assert len({new_id() for _ in range(5000)}) == 5000


@pytest.mark.parametrize(
    "text",
    ["", "C01", "沙云第5号", str(uuid.UUID(int=5)), "01932C07-A0B4-7C11-8A0E-000000000001", "{}", "0" * 32],
)
def test_what_this_program_does_not_write_is_no_id(text: str) -> None:
    assert not is_id(text)


def test_an_id_with_one_letter_changed_is_one_exactly_where_the_library_says_so() -> None:
    made = new_id()
    for at in range(len(made)):
        for letter in "0189abfgA-{ ":
            text = made[:at] + letter + made[at + 1 :]
            try:
                found = uuid.UUID(text)
            except ValueError:
                assert not is_id(text)
                continue
            assert is_id(text) == (str(found) == text and found.version == 7)


@pytest.mark.parametrize("text", ["", "0" * 31, "0" * 33, "01932c07-a0b4-7c11-8a0e-00000000000x"])
def test_what_is_no_id_has_no_bytes(text: str) -> None:
    with pytest.raises(ValueError, match="no"):
        id_bytes(text)
    with pytest.raises(ValueError, match="no"):
        id_text(text.encode())


def test_now_is_utc_in_whole_seconds() -> None:
    moment = clock.now()
    assert moment.tzinfo is UTC
    assert moment.microsecond == 0
    assert abs(moment - datetime.now(UTC)) < timedelta(seconds=2)


def test_today_is_the_day_in_china() -> None:
    days = {datetime.now(clock.CHINA).date()}
    today = clock.today()
    assert today in days | {datetime.now(clock.CHINA).date()}


def test_a_stamp_is_read_back_and_local_time_is_eight_hours_on() -> None:
    moment = datetime(2026, 3, 9, 22, 30, 5, tzinfo=UTC)
    assert clock.stamp(moment) == "2026-03-09T22:30:05Z"
    assert clock.read_stamp("2026-03-09T22:30:05Z") == moment
    assert clock.local(moment) == "2026-03-10 06:30"
    assert clock.stamp(datetime(999, 1, 2, tzinfo=UTC)) == "0999-01-02T00:00:00Z"


@pytest.mark.parametrize(
    "text",
    [
        "2026-3-9T2:3:0Z",
        "2026-03-09T02:30:00+00:00",
        "2026-03-09",
        "２026-03-09T02:30:00Z",
        "2026-02-30T02:30:00Z",
    ],
)
def test_a_moment_has_one_spelling(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- Python words it in several ways
        clock.read_stamp(text)


def test_the_shipped_folders_lie_beside_the_package() -> None:
    for kind in ("resources", "forms"):
        assert paths.shipped(kind).is_dir()


def test_the_shipped_folders_lie_inside_an_installed_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "zsapp")
    (tmp_path / "zsapp" / "forms").mkdir(parents=True)
    assert paths.shipped("forms") == tmp_path / "zsapp" / "forms"
    assert paths.shipped("resources") == tmp_path / "resources"


def test_the_home_is_the_given_one_or_the_platforms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZSAPP_HOME", "/given")
    assert paths.default_home() == Path("/given")
    monkeypatch.delenv("ZSAPP_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", "/shared")
    assert paths.default_home() == Path("/shared/zsapp")
    monkeypatch.setenv("XDG_DATA_HOME", "")
    assert paths.default_home() == Path.home() / ".local" / "share" / "zsapp"
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    assert paths.default_home() == Path("/local/zsapp")


def test_an_error_fills_its_sentence_and_remedy_and_names_its_field() -> None:
    refusal = Refusal(Code.TEXT_TOO_LONG, field="parties[0].name", length=600, limit=500)
    assert str(refusal) == "内容过长：600字，最多500字"
    assert refusal.field == "parties[0].name"
    assert refusal.remedy == "请缩短内容，或把详细经过写入调解记录"
    assert refusal.law == ""
    assert isinstance(refusal, ZsError)


def test_a_fact_that_is_not_known_leaves_its_hole_empty() -> None:
    assert str(Trouble(Code.FILE_MISSING)) == "找不到文件："


def test_braces_in_a_fact_are_only_text() -> None:
    assert str(Trouble(Code.FILE_MISSING, file="{limit}")) == "找不到文件：{limit}"


def test_a_day_is_a_date() -> None:
    assert type(clock.today()) is date
