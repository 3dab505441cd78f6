"""Papers of the front desk: offered, printed, printed again the same, stopped by what they would carry."""

from dataclasses import replace
from datetime import date

import pytest

from tests.front_papers import entries
from tests.stations import make_station
from zsapp.base.errors import Code, Refusal
from zsapp.press.raster import page_text
from zsapp.rules.adviser import DutyPeriod
from zsapp.services.desk_paper import SECTORS, is_desk_form


@pytest.fixture
def front(tmp_path):
    """A station with a consultation, a matter at the notary's, an adviser's log and an application."""
    with make_station(tmp_path / "home", today=date(2026, 9, 8)) as station:
        for ref in ("C-01", "N-01", "LV-01", "R-01"):
            station.front.import_record(entries()[ref])
        yield station


def test_a_record_is_offered_its_own_papers_with_what_they_lack(front):
    offers = {one.form.number: [lack.label for lack in one.lacks] for one in front.desk_papers.offers("C-01")}
    assert offers == {"S01": [], "S02": [], "S03": []}
    assert [one.form.number for one in front.desk_papers.offers("LV-01")] == ["S05", "S06"]
    own_first = [one.form.number for one in front.desk_papers.offers("R-01")]
    assert own_first[-2:] == ["S02", "S03"]  # what every service has stands behind its own


def test_a_final_print_is_kept_and_printed_again(front):
    first = front.desk_papers.issue("S01", "C-01", copies=2)
    again = front.desk_papers.issue("consultation.register_form", "咨字〔2026〕0001号")
    assert (first.mode, first.pages, first.reprint, again.reprint) == ("final", 1, False, True)
    assert first.sha256 == again.sha256
    assert "咨字〔2026〕0001号" in page_text(again.pdf)
    (printed, reprinted) = [
        one for one in front.front.history("C-01") if one.header.verb in ("print", "reprint")
    ]
    assert (printed.header.verb, reprinted.header.verb) == ("print", "reprint")


def test_a_draft_is_journalled_by_nobody(front):
    sheet = front.desk_papers.preview("S05", "LV-01")
    assert len(front.desk_papers.page_images(sheet.pdf, dpi=30)) == sheet.pages
    assert front.desk_papers.issue("S05", "LV-01", draft=True).mode == "draft"
    assert [one.header.verb for one in front.front.history("LV-01")] == ["import"]


def test_what_a_paper_needs_is_asked_for_at_its_field(front):
    view = front.front.find("C-01")
    front.front.save("consultation", view.id, replace(view.record, answer=""), base_version=1)
    with pytest.raises(Refusal) as refused:
        front.desk_papers.issue("S01", "C-01")
    assert (refused.value.code, refused.value.field) == (Code.FORM_NEEDS, "answer")


def test_an_error_on_the_paper_stops_its_final_print_until_there_is_a_reason(front):
    view = front.front.find("LV-01")
    long = (DutyPeriod(begin="07:00", end="20:00"),)
    front.front.save("adviser", view.id, replace(view.record, periods=long), base_version=1)
    with pytest.raises(Refusal) as refused:
        front.desk_papers.issue("S05", "LV-01")
    assert (refused.value.code, refused.value.field) == (Code.PRINT_STOPPED, "periods")
    front.desk_course.override("LV-01", refused.value.facts["findings"][0]["rule"], "台风天值守")
    assert front.desk_papers.issue("S05", "LV-01").mode == "final"


def test_the_paper_of_a_restricted_record_carries_no_data(front):
    view = front.front.find("N-01")
    person = replace(view.record.person, groups=("G10",), address="云涧村南巷15号")
    front.front.save("notary", view.id, replace(view.record, person=person), base_version=1)
    issued = front.desk_papers.issue("S13", "N-01")
    assert "南巷" not in page_text(issued.pdf)
    assert b"EmbeddedFile" not in issued.pdf
    assert b"EmbeddedFile" in front.desk_papers.issue("S01", "C-01").pdf


def test_a_paper_of_another_service_is_none_of_this_record(front):
    for form, ref in (("S05", "C-01"), ("F09", "C-01"), ("S99", "C-01")):
        with pytest.raises(Refusal) as refused:
            front.desk_papers.issue(form, ref, draft=True)
        assert refused.value.code is Code.FORM_UNKNOWN


def test_the_desk_knows_its_forms():
    assert [is_desk_form(one) for one in ("S01", "S02", "A01", "F09")] == [True, True, False, False]
    assert {"consultation", "front_desk", "notary"} <= set(SECTORS)
