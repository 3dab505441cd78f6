"""The centre's file over a real store: looked at without a trace, taken in entry by entry, twice the same."""

from copy import deepcopy
from datetime import date

import pytest

from tests.intakes import intake_entries
from tests.stations import make_station, without_notes
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.rules.legal_aid import CENTER
from zsapp.services.record_files import records_as_yaml

TODAY = date(2026, 9, 8)


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    """Make a station with two intakes nobody has answered; each test answers what is its own."""
    with make_station(tmp_path_factory.mktemp("aid") / "home", today=TODAY) as opened:
        for ref in ("LA-01", "LA-04", "LA-09"):
            kept = without_notes(deepcopy(intake_entries()[ref]))
            kept.pop("center")
            opened.legal_aid.import_intake(kept)
        yield opened


def written(tmp_path, *entries):
    file = tmp_path / "结果.yaml"
    file.write_text(records_as_yaml(list(entries)), encoding="utf-8")
    return file


def test_looking_says_what_taking_in_would_do_and_does_nothing(station, tmp_path):
    center = without_notes(intake_entries()["LA-09"])["center"]
    entries = [
        {"ref": "LA-09", "center": center},
        {"ref": "LA-09", "center": center},
        {"ref": "LA-09", "center": {"status": "同意"}},
        {"center": center},
    ]
    file = written(tmp_path, *entries)
    version = station.legal_aid.find("LA-09").version
    looked = station.aid_answers.look(file)
    assert [(one.row, one.ref, one.outcome) for one in looked] == [
        (1, "LA-09", "new"),
        (2, "LA-09", "same"),
        (3, "LA-09", "refused"),
        (4, "#4", "refused"),
    ]
    first = looked[0].answered
    assert (first.objection_until, first.view.state) == (date(2026, 4, 13), "不予援助")
    assert first.following.startswith("请把文书交给申请人")
    assert first.said == "中法援不予字〔2026〕0019号；理由：不符合经济困难标准"
    assert station.legal_aid.find("LA-09").version == version
    taken = station.aid_answers.take(file)
    assert [one.outcome for one in taken] == ["new", "same", "refused", "refused"]
    assert [one.outcome for one in station.aid_answers.take(file)] == ["same", "same", "refused", "refused"]
    assert station.legal_aid.find("LA-09").version == version + 1


def test_a_file_that_cannot_be_read_says_why(station, tmp_path):
    with pytest.raises(Trouble) as no:
        station.aid_answers.look(tmp_path / "没有.yaml")
    assert no.value.code is Code.FILE_MISSING


def test_the_course_of_an_intake_says_where_it_stands(station):
    found = station.aid_course.course(station.legal_aid.find("LA-01"))
    assert (found.events[0].what, found.forwards, found.missing) == ("收到申请", True, ())
    assert [one.verb for one in found.steps] == ["ask", "call", "void"]
    assert [one.id for one in found.deadlines][:2] == ["forward", "decision"]


def test_no_step_is_taken_on_a_day_to_come(station):
    ahead = date(2026, 9, 9)
    for errand in (
        lambda: station.aid_course.act("LA-01", "call", on=ahead, reason="同意"),
        lambda: station.aid_course.forward(["LA-01"], on=ahead),
    ):
        with pytest.raises(Refusal) as no:
            errand()
        assert (no.value.code, no.value.field) == (Code.DAY_AHEAD, "date")


def test_the_setting_holds_at_once_and_keeps_the_rest_of_the_profile(tmp_path):
    with make_station(tmp_path / "home", today=TODAY) as own:
        assert own.aid_course.receivers() == {"town": "沙溪镇司法所", "city": CENTER}
        own.set_aid_route("town")
        assert own.aid_course.route == "town"


def test_a_paper_is_looked_at_without_a_trace(station):
    before = len(station.legal_aid.history("LA-01"))
    looked = station.aid_papers.look("A02", "LA-01")
    assert {"applicant.name", "matter"} & {one.item for one in looked.sheet.places}
    assert station.aid_papers.page_images(looked.sheet.pdf, dpi=20)[0].width
    assert station.aid_papers.blank("A02").pages == 1
    assert len(station.legal_aid.history("LA-01")) == before
    (batch,) = station.aid_course.forward(["LA-04"], on=TODAY)
    assert station.aid_papers.look("A12", batch.number).standing == ()
