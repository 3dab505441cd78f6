"""The log: one rotating file in the data folder, which never stops the program and never names a number."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from zsapp.base.log import FILE_BYTES, FILES, HomeLog, masked, start_log, stop_log

logger = logging.getLogger("zsapp.tests")


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    stop_log()


def written(home: Path) -> str:
    return (home / "log" / "zsapp.log").read_text(encoding="utf-8")


def test_what_is_informed_is_written_and_what_is_debugged_is_not(tmp_path: Path) -> None:
    start_log(tmp_path)
    logger.info("saved %s", "C01")
    logger.debug("never")
    assert "INFO zsapp.tests" in written(tmp_path)
    assert "saved C01" in written(tmp_path)
    assert "never" not in written(tmp_path)


def test_a_number_in_the_text_in_an_argument_or_in_a_traceback_is_masked(tmp_path: Path) -> None:
    start_log(tmp_path)
    logger.info("text 442000196803159914")
    logger.info("argument %s", "13800000101")
    try:
        int("traceback 44200019490922992X")
    except ValueError:
        logger.info("failed", exc_info=True)
    text = written(tmp_path)
    assert "'traceback ***'" in text
    assert not any(number in text for number in ("4420001968", "1380000", "4420001949"))


def test_logging_makes_no_data_folder(tmp_path: Path) -> None:
    start_log(tmp_path / "none")
    logger.info("before the station exists")
    assert not (tmp_path / "none").exists()


def test_a_second_start_moves_the_log(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        start_log(tmp_path / name)
        logger.info("here")
    assert written(tmp_path / "a").count("here") == 1
    assert sum(isinstance(one, HomeLog) for one in logging.getLogger().handlers) == 1


def test_a_log_that_cannot_be_written_stops_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "log").write_bytes(b"a file in the way")
    start_log(tmp_path)
    logger.info("lost")
    (tmp_path / "log").unlink()
    (tmp_path / "log" / "zsapp.log").mkdir(parents=True)
    logger.info("lost too")
    assert capsys.readouterr().err == ""


def test_the_log_keeps_five_files_of_one_megabyte(tmp_path: Path) -> None:
    start_log(tmp_path)
    for _ in range(7):
        logger.info("x" * (FILE_BYTES - 1000))
    files = sorted((tmp_path / "log").iterdir())
    assert len(files) == FILES
    assert all(one.stat().st_size <= FILE_BYTES for one in files)


@pytest.mark.parametrize(
    "number",
    [
        "442000196803159914",
        "44200019680315991X",
        "442000 19680315 9914",
        "4420-0019-6803-1599-14",
        "４４２０００１９６８０３１５９９１４",
        "13800000101",
        "138-0000-0101",
        "+86 138 0000 0101",
        "0760-88888888",
        "(0760)8888888",
        "010-8888888",
        "6222 0201 1112 2233 445",
        "91442000MA4W123456",
    ],
)
def test_a_number_as_people_write_it_is_masked(number: str) -> None:
    assert "***" in masked(f"号码{number}。")
    digits = "".join(character for character in number if character.isdecimal())
    assert digits[-6:] not in masked(f"号码{number}。").replace(" ", "")


@pytest.mark.parametrize(
    "text",
    [
        "record 01932c07-a0b4-7c11-8a0e-000000000001 version 3",
        "00000000-0000-7000-8000-123456789012",
        "1234567890" * 6 + "abcd",
        "2026-03-09 10:30:05,123 INFO",
        "12345678 bytes in 20260309.zip",
        "R01 C01 3001",
        "town 442000106",
    ],
)
def test_ids_hashes_days_and_sizes_stay_legible(text: str) -> None:
    assert masked(text) == text
