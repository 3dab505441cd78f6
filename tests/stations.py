"""Stations for tests: real ones, in a folder of the test, with a cheap key derivation."""

from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from zsapp.records.keys import KdfCost
from zsapp.rules.mediation import ANNOTATIONS
from zsapp.services.record_files import read_records
from zsapp.services.station import Setup, Station, init_station

CHEAP = KdfCost(memory=64, passes=1, lanes=1)
PASSPHRASE = "测试口令"
CASES = Path(__file__).parent / "cases" / "mediation.yaml"
SETUPS = {
    "village": Setup(code="442000106203", name="沙溪镇龙瑞村公共法律服务工作室", tier="village"),
    "town": Setup(code="442000106000", name="沙溪镇公共法律服务工作站", tier="town"),
    "city": Setup(code="442000000000", name="中山市公共法律服务中心", tier="city"),
}


def make_station(home: Path, tier: str = "village", *, today: date | None = None) -> Station:
    """Return a new, open station."""
    return init_station(home, SETUPS[tier], passphrase=PASSPHRASE, today=today, cost=CHEAP).station


def acceptance_cases() -> list[dict[str, Any]]:
    """Return the acceptance cases as a record file holds them, annotations included; yours to change."""
    return deepcopy(_cases())


@cache
def _cases() -> list[dict[str, Any]]:
    return read_records(CASES)


def acceptance_case(ref: str) -> dict[str, Any]:
    """Return one acceptance case."""
    return next(one for one in acceptance_cases() if one["case"] == ref)


def without_notes(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry without the keys that are for the reader."""
    return {key: value for key, value in entry.items() if key not in ANNOTATIONS}
