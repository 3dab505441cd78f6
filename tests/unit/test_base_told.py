"""What is told to people and scripts: progress, and values as JSON can say them."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import pytest

from zsapp.base.errors import Code, Refusal
from zsapp.base.jsonable import jsonable
from zsapp.base.progress import Progress


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Inner:
    at: datetime
    paid: Decimal


@dataclass(frozen=True)
class Outer:
    on: date
    file: Path
    colour: Colour
    inner: tuple[Inner, ...]


def test_a_frozen_answer_becomes_plain_json() -> None:
    inner = Inner(datetime(2026, 3, 9, 2, 30, tzinfo=UTC), Decimal("1800.50"))
    told = jsonable(Outer(date(2026, 3, 9), Path("a/b"), Colour.RED, (inner,)))
    assert told == {
        "on": "2026-03-09",
        "file": "a/b",
        "colour": "red",
        "inner": [{"at": "2026-03-09T02:30:00Z", "paid": 1800.5}],
    }
    assert json.loads(json.dumps(told)) == told


def test_a_whole_amount_is_a_whole_number() -> None:
    assert (
        json.dumps(jsonable([Decimal("5.00"), None, True, 7, {1: {"x"}}]))
        == '[5, null, true, 7, {"1": ["x"]}]'
    )


def test_a_class_is_no_answer() -> None:
    assert jsonable(Outer) is Outer


def test_progress_tells_each_step() -> None:
    told: list[tuple[int, int, str]] = []
    progress = Progress(lambda done, total, text: told.append((done, total, text)))
    progress.step(1, 3, "写入")
    assert told == [(1, 3, "写入")]
    Progress().step(1, 3, "无人在听")


def test_a_cancelled_errand_stops_at_its_next_step() -> None:
    progress = Progress()
    progress.step(1, 2, "一")
    progress.cancel()
    with pytest.raises(Refusal) as refused:
        progress.step(2, 2, "二")
    assert refused.value.code is Code.CANCELLED
