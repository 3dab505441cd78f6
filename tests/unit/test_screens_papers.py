"""The preview's model: one drawing at a time, the latest typing wins; and where a field stands on a paper."""

from dataclasses import dataclass
from typing import Any

from tests.lanes import Waiting
from zsapp.base.errors import Code, Trouble
from zsapp.rules.mediation import Case
from zsapp.screens.mediation.model.paper import PreviewModel, item_at, place_of


@dataclass
class Spot:
    """A place on a paper."""

    item: str
    page: int = 0
    x: float = 0
    y: float = 0
    width: float = 10
    height: float = 10


@dataclass
class Sheet:
    pdf: bytes
    places: tuple[Spot, ...] = ()


class Easel:
    """Draws a case as its own brief."""

    def __init__(self) -> None:
        self.drawn: list[str] = []

    def preview(self, _form: str, case: Case) -> Sheet:
        self.drawn.append(case.brief)
        if "错" in case.brief:
            raise Trouble(Code.GLYPH_MISSING, glyph="错", where="brief")
        return Sheet(case.brief.encode())

    def page_images(self, document: bytes, *, dpi: float) -> Any:
        assert dpi > 0
        return (document.decode(),)


def model():
    tasks, easel = Waiting(), Easel()
    made = PreviewModel(easel, tasks)
    made.resize(600)
    tasks.settle()
    return made, tasks, easel


def follow(made, tasks, brief):
    made.follow(Case(brief=brief))
    tasks.settle()


def test_what_was_typed_during_a_drawing_is_drawn_next_and_nothing_in_between():
    made, tasks, easel = model()
    follow(made, tasks, "甲")
    follow(made, tasks, "甲乙")
    follow(made, tasks, "甲乙丙")
    assert len(tasks.line) == 1
    tasks.let_go()
    assert made.state.pages == ()
    tasks.settle()
    tasks.let_all_go()
    assert easel.drawn == ["甲", "甲乙丙"]
    assert made.state.pages == ("甲乙丙",)


def test_a_case_left_while_it_is_drawn_is_not_shown():
    made, tasks, _ = model()
    follow(made, tasks, "甲")
    made.follow(None)
    tasks.settle()
    tasks.let_all_go()
    tasks.settle()
    assert made.state.pages == ()


def test_a_fault_of_an_older_drawing_is_not_shown():
    made, tasks, _ = model()
    follow(made, tasks, "错")
    follow(made, tasks, "甲")
    tasks.let_go()
    assert made.state.fault == ""
    tasks.settle()
    tasks.let_all_go()
    assert made.state.pages == ("甲",)


def test_the_same_case_is_drawn_once():
    made, tasks, easel = model()
    case = Case(brief="甲")
    made.follow(case)
    made.follow(case)
    made.resize(600)
    made.choose("")
    tasks.settle()
    tasks.let_all_go()
    tasks.settle()
    assert tasks.line == []
    assert easel.drawn == ["甲"]


def test_a_field_stands_at_its_own_place_or_at_that_of_the_whole_it_is_part_of():
    places = (
        Spot("parties"),
        Spot("parties[0].name", y=50),
        Spot("record", page=1),
        Spot("record", page=1, y=9),
    )
    assert place_of(places, "parties[0].name") is places[1]
    assert place_of(places, "parties[1].name") is places[0]
    assert place_of(places, "parties[0]") is places[1]
    assert place_of(places, "record") is places[2]
    assert place_of(places, "dates.survey") is None
    assert place_of((Spot("dates.sessions"),), "dates.survey") is None


def test_the_smallest_of_what_is_printed_at_a_point_is_meant():
    places = (
        Spot("parties", width=100, height=100),
        Spot("parties[0].name", x=5, y=5),
        Spot("brief", page=1),
    )
    assert item_at(places, 0, 7, 7) == "parties[0].name"
    assert item_at(places, 0, 50, 50) == "parties"
    assert item_at(places, 0, 500, 50) == ""
