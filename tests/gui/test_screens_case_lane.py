"""A case whose errands take their time: whatever comes late finds its own case, and nothing typed is lost."""

import shutil

import pytest

from tests.gui.conftest import TODAY
from tests.lanes import Waiting
from tests.stations import PASSPHRASE, acceptance_case
from zsapp.base.errors import Code, Trouble
from zsapp.screens.mediation.model.editor import CaseModel
from zsapp.screens.mediation.model.paper import PrintModel
from zsapp.screens.printers import ThisMachine
from zsapp.services.station import open_station

LEAST = {"dispute_type": "邻里纠纷", "brief": "雨棚滴水", "parties[0].name": "何䶮"}


@pytest.fixture
def lane():
    return Waiting()


@pytest.fixture
def said():
    return []


@pytest.fixture
def case(station, lane, said):
    """Give the model of a case at a village's desk."""
    return CaseModel(
        station.mediation, lane, station=station.profile.id, today=lambda: TODAY, say=said.append
    )


@pytest.fixture
def printing(case, lane, station, said, tmp_path):
    """Give the model of the print panel of that case."""
    return PrintModel(
        station.mediation,
        station.paper,
        case,
        tasks=lane,
        machine=ThisMachine(tmp_path, ""),
        say=said.append,
    )


@pytest.fixture
def stored(station):
    """Give the ids of two stored cases."""
    for ref in ("C01", "C03"):
        station.mediation.import_case(acceptance_case(ref))
    return [station.mediation.find(ref).id for ref in ("C01", "C03")]


def type_in(case, **texts):
    for path, text in (LEAST | texts).items():
        case.edit(path, text)


def begun(case, **texts):
    case.begin()
    type_in(case, **texts)
    return case.state.record_id


@pytest.fixture
def full(station, monkeypatch):
    """Give what fills the disk and empties it again."""

    def no_room(*_given, **_named):
        raise Trouble(Code.DISK_FULL)

    def turn(on):
        if on:
            monkeypatch.setattr(station.store, "write", no_room)
        else:
            monkeypatch.undo()

    return turn


def test_a_case_left_while_it_is_being_saved_is_a_record_and_no_draft(case, lane, station):
    record_id = begun(case)
    case.save()
    case.leave()
    lane.let_all_go()
    assert station.mediation.find(record_id).version == 1
    assert station.mediation.drafts() == ()


def test_words_typed_while_it_is_being_saved_are_a_draft_on_top_of_it(case, lane, station):
    record_id = begun(case)
    case.save()
    case.edit("brief", "雨棚滴水，又吵了一次")
    case.leave()
    lane.let_all_go()
    (draft,) = station.mediation.drafts()
    assert (draft.base_version, draft.case.brief) == (1, "雨棚滴水，又吵了一次")
    case.open(record_id)
    lane.let_all_go()
    case.save()
    lane.let_all_go()
    assert station.mediation.find(record_id).case.brief == "雨棚滴水，又吵了一次"
    assert station.mediation.drafts() == ()


def test_words_typed_while_it_is_being_saved_and_left_alone_are_kept_too(case, lane, station):
    begun(case)
    case.save()
    case.edit("brief", "雨棚滴水，又吵了一次")
    lane.let_all_go()
    assert case.state.unsaved
    lane.settle()
    lane.let_all_go()
    assert station.mediation.drafts()[0].case.brief == "雨棚滴水，又吵了一次"


def test_a_case_that_comes_late_does_not_push_a_new_one_off_the_desk(case, lane, stored):
    case.open(stored[0])
    new = begun(case)
    lane.let_all_go()
    assert case.state.record_id == new
    assert case.state.case.brief == "雨棚滴水"


def test_of_two_cases_opened_one_after_the_other_the_last_is_shown(case, lane, stored):
    shown = []
    case.shown = lambda state: shown.append(state.record_id)
    case.open(stored[0])
    case.open(stored[1])
    lane.let_all_go()
    assert [one for one in shown if one] == [stored[1]] * len([one for one in shown if one])
    assert case.state.record_id == stored[1]


def test_a_step_asked_for_in_one_case_is_not_gone_in_another(case, lane, stored):
    begun(case)
    case.next()
    case.open(stored[0], 0)
    lane.let_all_go()
    assert (case.state.record_id, case.state.step) == (stored[0], 0)
    case.next()
    saving = lane.line.pop()
    case.open(stored[1], 0)
    lane.let_all_go()
    saving()
    assert (case.state.record_id, case.state.step) == (stored[1], 0)


def test_a_save_refused_after_the_case_was_left_is_said_and_kept_as_a_draft(case, lane, station, said):
    record_id = begun(case, dispute_type="")
    case.save()
    case.leave()
    lane.let_all_go()
    assert said[-1].sentence == "还没有选纠纷类型"
    assert [one.record_id for one in station.mediation.drafts()] == [record_id]
    assert not case.state.open


def test_a_disk_full_while_leaving_loses_nothing_and_the_next_draft_takes_it_along(
    case, lane, station, said, full
):
    full(True)
    first = begun(case)
    case.leave()
    lane.let_all_go()
    assert said[-1].number == Code.DISK_FULL.value.number
    full(False)
    second = begun(case, brief="另一件")
    case.leave()
    lane.let_all_go()
    assert {one.record_id: one.case.brief for one in station.mediation.drafts()} == {
        first: "雨棚滴水",
        second: "另一件",
    }


def test_a_disk_full_is_tried_again_by_one_press_and_the_newest_words_win(case, lane, station, said, full):
    full(True)
    record_id = begun(case)
    case.keep()
    lane.let_all_go()
    assert "没有保存" in case.state.saved
    full(False)
    case.edit("brief", "雨棚滴水，又下雨了")
    case.keep()
    lane.let_all_go()
    said[-1].again()
    lane.let_all_go()
    (draft,) = station.mediation.drafts()
    assert (draft.record_id, draft.case.brief) == (record_id, "雨棚滴水，又下雨了")


def test_what_waits_for_the_disk_is_opened_as_it_was_typed(case, lane, said, full, stored):
    case.open(stored[0])
    lane.let_all_go()
    full(True)
    case.edit("brief", "又下雨了")
    case.unread("dates.visit", "错", "3月32日")
    case.leave()
    lane.let_all_go()
    case.open(stored[0])
    lane.let_all_go()
    assert case.state.case.brief == "又下雨了"
    assert case.state.unread["dates.visit"][1] == "3月32日"
    full(False)
    said[-1].again()
    lane.let_all_go()
    case.leave()
    case.open(stored[0])
    lane.let_all_go()
    assert case.state.unread["dates.visit"][1] == "3月32日"


def test_a_case_undone_to_what_is_stored_is_no_draft_any_more(case, lane, station, stored):
    case.open(stored[0])
    lane.let_all_go()
    case.edit("brief", "又下雨了")
    case.keep()
    lane.let_all_go()
    assert len(station.mediation.drafts()) == 1
    case.undo()
    case.keep()
    lane.let_all_go()
    assert station.mediation.drafts() == ()
    assert not case.state.unsaved
    assert case.state.saved == "没有改动"


def test_a_new_case_undone_to_nothing_leaves_nothing(case, lane, station):
    case.begin()
    case.edit("brief", "雨棚")
    case.keep()
    lane.let_all_go()
    assert len(station.mediation.drafts()) == 1
    case.undo()
    case.leave()
    lane.let_all_go()
    assert station.mediation.drafts() == ()


def test_another_version_in_between_asks_and_finds_its_own_case_only(case, lane, station, said, stored):
    case.open(stored[0])
    lane.let_all_go()
    other = station.mediation.find(stored[0])
    case.edit("brief", "又下雨了")
    station.mediation.save(other.id, other.case, base_version=other.version)
    case.save()
    lane.let_all_go()
    assert said[-1].again_word == "用我的内容再存一版"
    case.open(stored[1])
    lane.let_all_go()
    said[-1].again()
    lane.let_all_go()
    assert station.mediation.find(stored[1]).version == 1
    assert station.mediation.find(stored[0]).version == 2
    assert station.mediation.draft(stored[0]).case.brief == "又下雨了"


def test_a_print_that_ends_in_another_case_leaves_that_case_alone(case, lane, printing, stored, tmp_path):
    case.open(stored[1])
    lane.let_all_go()
    printing.start("mediation.application", "申请书")
    lane.let_all_go()
    printing.choose(printer="", folder=str(tmp_path / "out"))
    printing.confirm(draft=True)
    printing.confirm(draft=True)
    printing.cancel()
    case.open(stored[0])
    lane.let_all_go()
    assert len(list((tmp_path / "out").iterdir())) == 1
    assert case.state.record_id == stored[0]
    assert case.state.case.case == "C01"
    printing.start("mediation.application", "申请书")
    looking = lane.line.pop()
    case.begin()
    looking()
    lane.let_all_go()
    assert not printing.state.open


def test_a_print_that_fails_after_its_panel_was_closed_is_said(case, printing, said, stored, tmp_path):
    lane = case._tasks
    case.open(stored[0])
    lane.let_all_go()
    printing.start("mediation.application", "申请书")
    lane.let_all_go()
    (tmp_path / "file").touch()
    printing.choose(printer="", folder=str(tmp_path / "file"))
    printing.confirm(draft=True)
    printing.cancel()
    lane.let_all_go()
    assert said[-1].number
    assert not printing.state.open


def test_a_power_cut_costs_at_most_the_last_pause(case, lane, station, tmp_path):
    record_id = begun(case)
    case.unread("dates.apply", "没有2月30日", "2月30")
    lane.settle()
    lane.let_all_go()
    assert case.state.saved.startswith("已自动保存")
    case.edit("brief", "雨棚滴水，没有等到停顿")
    shutil.copytree(tmp_path / "village", tmp_path / "after", ignore=shutil.ignore_patterns("*.lock"))
    with open_station(tmp_path / "after", passphrase=PASSPHRASE) as again:
        (draft,) = again.mediation.drafts()
    assert (draft.record_id, draft.case.brief) == (record_id, "雨棚滴水")
    assert draft.unread == {"dates.apply": "2月30"}


def test_closing_keeps_what_was_typed_behind_the_save_under_way(case, lane, station):
    record_id = begun(case)
    case.save()
    case.edit("brief", "雨棚滴水，又吵了一次")
    case.shut()
    lane.let_all_go()
    assert station.mediation.find(record_id).case.brief == "雨棚滴水"
    assert station.mediation.draft(record_id).case.brief == "雨棚滴水，又吵了一次"
