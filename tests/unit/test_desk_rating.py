"""How a service is rated: by whoever came on the keypad, or as told by telephone and paper."""

from typing import Any

import pytest

from tests.visits import DAY, LAWYER, consultation, desk_of, notarial
from zsapp.base.errors import Code, Refusal
from zsapp.rules.desk_acts import KEYPAD, RATING_WAYS, DeskStep, desk_act, pressed
from zsapp.rules.desk_checking import own_rating
from zsapp.services.tables import shipped_tables

BEFORE = consultation(recorder="张主任")


def told(said: str, by: str = "李文员") -> Any:
    return desk_act("consultation", BEFORE, "rate", DeskStep(DAY, said, by), today=DAY)


@pytest.mark.parametrize(
    ("said", "mark"),
    [
        ("5", (5, "", "")),
        ("2 等得太久", (2, "", "等得太久")),
        ("电话4", (4, "电话回访", "")),
        ("电话回访：4分，讲得清楚", (4, "电话回访", "讲得清楚")),
        ("纸质 3", (3, "纸质", "")),
        ("扫码5：好", (5, "扫码", "好")),
    ],
)
def test_a_mark_is_entered_with_how_it_was_told(said: str, mark: tuple[int, str, str]) -> None:
    rated = told(said).satisfaction
    assert (rated.level, rated.way, rated.words) == mark
    assert (rated.on, rated.by) == (DAY, "李文员")


@pytest.mark.parametrize("said", ["电话", "电话回访6", "很好"])
def test_what_has_no_mark_is_refused(said: str) -> None:
    with pytest.raises(Refusal) as refused:
        told(said)
    assert refused.value.code is Code.RATING_WRONG


def test_the_ways_are_those_of_the_table() -> None:
    known = {one.text for one in shipped_tables().codes["rating_way"]}
    assert {KEYPAD, *RATING_WAYS.values()} == known


def test_whoever_came_presses_himself_and_nobody_of_the_station_entered_it() -> None:
    rated = pressed(told("2 慢", by="张主任"), 4, {"manner": 5}, DAY)
    mark = rated.satisfaction
    assert (mark.level, mark.way, mark.by, mark.words) == (4, KEYPAD, "", "慢")
    assert (mark.items.manner, mark.items.speed) == (5, None)
    assert pressed(rated, 4, {}, DAY).satisfaction.items == mark.items
    assert [one.message for one in own_rating(desk_of(rated))] == []
    assert list(own_rating(desk_of(told("5", by="张主任"))))
    assert list(own_rating(desk_of(told("5", by=LAWYER.name))))
    assert pressed(notarial(), 1, {}, DAY).satisfaction.items is None


@pytest.mark.parametrize(("level", "items"), [(0, {}), (6, {}), (5, {"ease": 9})])
def test_a_key_that_is_no_mark_is_refused(level: int, items: dict[str, int]) -> None:
    with pytest.raises(Refusal) as refused:
        pressed(BEFORE, level, items, DAY)
    assert refused.value.code is Code.RATING_WRONG
