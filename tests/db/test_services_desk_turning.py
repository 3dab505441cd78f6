"""The front desk over a real store: what is being typed, and one record turned into another."""

from datetime import date

import pytest

from tests.intakes import intake_entries
from tests.stations import acceptance_case, make_station
from tests.visits import consultation, log, service_entry, with_visitor
from zsapp.base.errors import Code, Refusal

TODAY = date(2026, 11, 23)


@pytest.fixture
def station(tmp_path):
    with make_station(tmp_path / "home", today=TODAY) as opened:
        yield opened


def refusal(errand, *given, **named):
    with pytest.raises(Refusal) as refused:
        errand(*given, **named)
    return refused.value


def people(station):
    with station.store.read() as reader:
        return {line.title for line in reader.page("person").lines}


def test_what_is_typed_is_kept_and_goes_with_its_saving(station):
    counter = station.desk_counter
    record_id, blank = counter.new_id(), counter.blank("consultation")
    assert (blank.date, blank.service, blank.recorder) == (TODAY, "法律咨询", "站长")
    counter.save_draft("consultation", record_id, blank, 0, {"date": "昨天"})
    (draft,) = counter.drafts()
    assert (draft.record, draft.unread, counter.drafts("notary")) == (blank, {"date": "昨天"}, ())
    assert counter.draft(record_id) == draft
    assert (
        refusal(counter.save, "consultation", record_id, blank, base_version=0).code is Code.DESK_ITEM_MISSING
    )
    saved = counter.save("consultation", record_id, consultation(), base_version=0)
    assert (counter.find(saved.id).version, counter.draft(record_id)) == (1, None)
    assert [line.id for line in counter.page("consultation").lines] == [record_id]
    counter.save_draft("notary", counter.new_id(), counter.blank("notary"), 0)
    counter.drop_draft(counter.drafts("notary")[0].record_id)
    assert counter.drafts() == ()
    assert counter.may_keep("consultation", consultation())


def test_a_look_says_everything_at_once(station):
    old = with_visitor(consultation(channel=""), birth=date(1950, 1, 1))
    look = station.desk_counter.look("consultation", old)
    assert look.findings[0].rule == "CS01"
    assert (look.figures["group_flag_auto"], look.deadlines) == ("G01", ())
    assert [one.code for one in look.flags] == ["G01"]
    assert station.desk_counter.flags(log()) == ()


INTO = ("mediation", "legal_aid", "reconsideration", "notary", "referral", "adviser_order")


def test_one_visit_becomes_another_record_and_both_know_of_it(station):
    made = station.front.add("consultation", consultation())
    for to in INTO:
        turned = station.desk_turning.turn(made.id, to)
        draft = {
            "mediation": lambda one: station.mediation.draft(one).case,
            "legal_aid": lambda one: station.aid_counter.draft(one).intake,
        }.get(to, lambda one: station.desk_counter.draft(one).record)(turned.record_id)
        assert draft.origin.record_id == made.id
        assert draft.origin.called == made.number
        link = station.front.find(made.id).record.turned[-1]
        assert (link.sector, link.record_id) == (to, turned.record_id)
    assert people(station) == {"何永年"}


def test_a_case_and_an_application_can_be_passed_on_too(station):
    case = station.mediation.import_case(acceptance_case("C01"))
    intake = station.legal_aid.import_intake(dict(intake_entries()["LA-01"]))
    for done in (case, intake):
        turned = station.desk_turning.turn(done.id, "referral")
        draft = station.desk_counter.draft(turned.record_id).record
        assert draft.origin.record_id == done.id
        assert draft.visitor.name
        assert draft.content
    assert refusal(station.desk_turning.turn, "没有", "referral").code is Code.RECORD_UNKNOWN


def test_a_restricted_visit_tells_a_case_nothing(station):
    made = station.front.add("consultation", with_visitor(consultation(), groups=("G10",)))
    turned = station.desk_turning.turn(made.id, "mediation")
    case = station.mediation.draft(turned.record_id).case
    assert (case.origin, case.brief, case.parties[0].phone) == (None, "", "")
    assert station.front.find(made.id).record.turned == ()


def test_an_event_becomes_nothing_and_a_visit_not_itself(station):
    station.front.import_record(service_entry("P-01"))
    station.front.import_record(service_entry("C-01"))
    assert refusal(station.desk_turning.turn, "P-01", "mediation").code is Code.TURN_UNFIT
    assert refusal(station.desk_turning.turn, "C-01", "consultation").code is Code.TURN_UNFIT
    assert refusal(station.desk_turning.turn, "C-01", "publicity").code is Code.TURN_UNFIT
