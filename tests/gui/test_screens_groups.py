"""Special groups in the window: ticked once with the person, told wherever the person appears."""

import pytest
from PySide6.QtWidgets import QLabel

from tests.gui.conftest import commit, seen
from tests.stations import acceptance_case


@pytest.fixture
def people(room):
    room.station.mediation.import_case(acceptance_case("C01"))
    room.shell.side.choose("people")
    room.settle()
    page = room.shell._page("people")
    page.query.setFocus()
    commit("梁亚娣")
    room.settle()
    room.keys("Return", "Return")
    room.settle()
    return page


def test_groups_and_needs_are_ticked_on_the_card_and_shown_in_the_list(room, people):
    assert people.standing.text().startswith("老年人（76周岁）：绿色通道")
    people.describe.click()
    room.settle()
    assert seen(people.groups.box("退役军人"))
    people.groups.box("退役军人").click()
    people.needs.box("轮椅").click()
    people.keep.click()
    room.settle()
    assert room.said[-1].sentence == "已记下，以后在各项业务里都会提示"
    assert "退役军人（登记）" in people.standing.text()
    assert people.standing.text().endswith("需要：轮椅、大字")
    row = people._model.row(0)
    assert row.pill == "优先"
    assert "老年人、退役军人、轮椅、大字" in row.under


def test_what_everybody_would_read_is_not_offered_and_a_fold_gives_the_facts_back(room, people):
    people.describe.click()
    assert "家庭暴力受害人" not in people.groups._boxes
    assert not seen(people.facts)
    people.describe.click()
    assert seen(people.facts)
    assert not seen(people.ticks)


def test_a_party_says_above_its_fields_how_to_be_received(room):
    known = room.station.mediation.import_case(acceptance_case("C01"))
    case = room.station.mediation.find(known.id).case
    (elder,) = [one for one in case.parties if one.name == "梁亚娣"]
    room.station.persons.describe(elder.person_id, ("退役军人",), ("轮椅",))
    room.begin()
    field = room.go("parties[0].name")
    field.control.selectAll()
    commit("lyd")
    room.settle()
    (row,) = field._offers.list._rows
    assert "老年人、退役军人、轮椅、大字" in row.accessibleName()
    room.keys("Down", "Return")
    room.settle()
    party = room.case.state.case.parties[0]
    assert (party.groups, party.needs) == (("退役军人",), ("轮椅",))
    cards = [card for view in room.form._views if hasattr(view, "cards") for card in view.cards]
    told = [one.text() for one in cards[0]._remarks.findChildren(QLabel) if seen(one)]
    assert told == ["优先：老年人、退役军人；需要：轮椅、大字"]
