"""The counter of legal aid over a real store: drafts for few, saving, what presses, scans, turning."""

from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image

from tests.intakes import intake_entries, make_intake, visible
from tests.stations import acceptance_case, make_station, without_notes
from zsapp.base.canonical import read_canonical
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.rules.legal_aid_parts import Applicant, Forwarded, Received, Respondent
from zsapp.rules.roles import LOOK, Badge, Role
from zsapp.services.dossier import LIMIT
from zsapp.services.enclosures import Seen

TODAY = date(2026, 3, 27)
NEW = "018f0000-0000-7000-8000-00000000000a"


@pytest.fixture
def station(tmp_path):
    with make_station(tmp_path / "home", today=TODAY) as opened:
        yield opened


@pytest.fixture
def desk(station):
    return station.aid_counter


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "欠条.jpg"
    Image.new("RGB", (60, 40), "gray").save(path)
    return path


def take_in(station, ref):
    return station.legal_aid.import_intake(deepcopy(without_notes(intake_entries()[ref]))).id


def victim():
    return make_intake(matter="M14c", id="")


def code_of(act):
    with pytest.raises(Refusal) as no:
        act()
    return no.value.code


# --- drafts and saving ------------------------------------------------------------------------------------


def test_a_new_application_knows_the_day_the_station_and_who_takes_it_in(desk, station):
    received = desk.blank().received
    assert (received.date, received.org, received.handler) == (TODAY, station.profile.org, station.user)


def test_a_draft_comes_back_with_what_is_no_value_yet_and_goes_with_the_save(desk):
    record_id = desk.new_id()
    desk.save_draft(record_id, make_intake(id=""), 0, {"amount": "三百"})
    draft = desk.draft(record_id)
    assert (draft.intake.applicant.name, dict(draft.unread)) == ("何永年", {"amount": "三百"})
    assert [one.record_id for one in desk.drafts()] == [record_id]
    view = desk.save(record_id, draft.intake, base_version=0)
    assert view.number == "中沙龙法援接〔2026〕0001号"
    assert desk.draft(record_id) is None
    desk.save_draft(record_id, view.intake, 1)
    desk.drop_draft(record_id)
    assert desk.drafts() == ()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"applicant": Applicant()}, Code.AID_APPLICANT_MISSING),
        ({"matter": ""}, Code.AID_MATTER_UNKNOWN),
        ({"received": Received()}, Code.AID_RECEIVED_MISSING),
    ],
)
def test_less_than_the_least_is_not_saved(desk, changed, code):
    assert code_of(lambda: desk.save(NEW, make_intake(**changed), base_version=0)) is code


def test_an_older_version_is_not_saved_over_a_newer_one(desk, station):
    record_id = take_in(station, "LA-01")
    stale = desk.find(record_id).intake
    desk.save(record_id, replace(stale, title="甲"), base_version=1)
    assert code_of(lambda: desk.save(record_id, stale, base_version=1)) is Code.RECORD_CHANGED


def test_a_draft_that_few_may_see_waits_for_those_who_may(desk, station):
    station.store.badge = Badge(Role.MEDIATOR)
    assert desk.may_keep(make_intake())
    assert not desk.may_keep(victim())
    desk.save_draft(NEW, victim(), 0)
    assert (desk.drafts(), desk.draft(NEW)) == ((), None)
    assert code_of(lambda: desk.save(NEW, victim(), base_version=0)) is Code.ROLE_MAY_NOT
    station.store.badge = Badge(Role.ADVISER)
    assert desk.draft(NEW).intake.restricted == ("家庭暴力",)
    assert desk.save(NEW, desk.draft(NEW).intake, base_version=0).restricted == ("家庭暴力",)


# --- what presses -----------------------------------------------------------------------------------------


def test_what_waits_stands_by_urgency_then_by_its_place_in_the_queue_then_by_the_day_it_came(desk, station):
    old = replace(make_intake(id="旧"), received=Received(date=date(2026, 3, 2), org="甲"))
    new = replace(make_intake(id="新"), received=Received(date=TODAY, org="甲"))
    hasty = replace(new, id="急", limitation_end=date(2026, 3, 30))
    gone = replace(new, id="走", forwarded=Forwarded(date=TODAY))
    first = replace(new, id="先", applicant=replace(new.applicant, birth=date(1950, 2, 1)))
    ids = {}
    for one in (new, old, hasty, first, gone):
        ids[one.id] = desk.save(desk.new_id(), one, base_version=0).id
    found = desk.pressing()
    assert [line.id for line, _ in found] == [ids["急"], ids["先"], ids["旧"], ids["新"]]
    assert [press.place for _, press in found] == ["紧急", "优先", "", ""]
    assert found[0][1].due == TODAY
    assert desk.page(states=("已转交",)).lines[0].id == ids["走"]


def test_that_a_victims_application_presses_is_told_without_anybody_looking(desk, station):
    station.store.badge = Badge()
    record_id = desk.save(desk.new_id(), replace(victim(), wishes=("人身安全保护令",)), base_version=0).id
    before = looks(station)
    ((line, press),) = desk.pressing()
    assert (line.id, press.urgent) == (record_id, True)
    assert "何永年" not in line.title
    assert looks(station) == before
    station.store.badge = Badge(Role.MEDIATOR)
    assert desk.pressing() == ()


def looks(station):
    with station.store.read() as reader:
        return len(reader.noted((LOOK,), 50))


def test_a_record_whose_day_was_lost_presses_nobody(desk, station):
    with station.store.write() as writer:
        writer.save(
            "legal_aid", NEW, {"applicant": {"name": "甲"}, "matter": "M04a"}, base_version=0, verb="x"
        )
    assert desk.pressing() == ()


# --- the opinion and conflicts ----------------------------------------------------------------------------


def test_the_look_is_the_opinion_of_the_desk_with_materials_and_day(desk, station):
    intake = visible("LA-04")
    look = desk.look(intake)
    assert look.advice == station.legal_aid.advise(intake)
    assert look.findings == station.legal_aid.check(intake)
    assert (look.due, look.urgent) == (date(2026, 6, 2), False)
    assert look.wanted[0].label == "法律援助申请表"


def test_the_other_side_is_found_among_applications_and_cases_as_far_as_one_may_see(desk, station):
    station.mediation.import_case(acceptance_case("C01"))
    case = station.mediation.find("C01")
    names = [one.name for one in case.case.parties]
    here = make_intake(applicant=Applicant(name=names[0]), respondent=(Respondent(name=names[1]),))
    theirs = replace(victim(), applicant=Applicant(name=names[1]), respondent=())
    other = desk.save(desk.new_id(), theirs, base_version=0).id
    found = {one.record_id: one.sector for one in desk.conflicts(here)}
    assert found == {case.id: "mediation", other: "legal_aid"}
    assert desk.conflicts(theirs, other) == ()
    station.store.badge = Badge(Role.MEDIATOR)
    assert [one.record_id for one in desk.conflicts(here)] == [case.id]


def test_a_void_application_is_nobodys_conflict(desk, station):
    there = make_intake(applicant=Applicant(name="何子"), respondent=(Respondent(name="何永年"),), id="乙")
    other = desk.save(desk.new_id(), there, base_version=0).id
    assert desk.conflicts(make_intake())
    station.aid_course.act(other, "void", on=TODAY, reason="登记错了")
    assert desk.conflicts(make_intake()) == ()


# --- scans ------------------------------------------------------------------------------------------------


def test_a_scan_lies_with_the_application_and_out_of_it_again(station, photo):
    record_id = take_in(station, "LA-01")
    files = station.aid_files
    view = files.add(record_id, photo, "欠条")
    (kept,) = view.intake.files
    assert (kept.name, kept.pages) == ("欠条", 1)
    assert view.intake.documents == visible("LA-01").documents
    assert files.content(record_id, "欠条") == photo.read_bytes()
    assert len(files.images(record_id, "欠条", dpi=20)) == 1
    assert files.drop(record_id, "欠条").intake.files[0].sha256 == ""
    assert code_of(lambda: files.drop(record_id, "欠条")) is Code.SCAN_UNKNOWN
    assert code_of(lambda: files.content(record_id, "欠条")) is Code.SCAN_UNKNOWN
    verbs = [one.header.verb for one in station.legal_aid.history(record_id)]
    assert verbs == ["import", "scan", "scan_drop"]


def test_a_scan_without_a_document_makes_one_of_its_file_and_counted_pages_stand(station, photo):
    record_id = take_in(station, "LA-04")
    view = station.aid_files.add(record_id, photo)
    assert view.intake.documents[-1] == "欠条"
    counted = replace(view.intake, files=(replace(view.intake.files[0], pages=3),))
    station.legal_aid.save(record_id, counted, base_version=view.version)
    assert station.aid_files.add(record_id, photo).intake.files[0].pages == 3


def test_what_is_no_scan_is_refused_and_nothing_is_kept(station, tmp_path):
    record_id = take_in(station, "LA-01")
    bad, large = tmp_path / "坏.jpg", tmp_path / "大.pdf"
    bad.write_bytes(b"no picture")
    large.write_bytes(b"%PDF" + b"0" * LIMIT)
    assert code_of(lambda: station.aid_files.add(record_id, bad)) is Code.SCAN_UNREADABLE
    assert code_of(lambda: station.aid_files.add(record_id, large)) is Code.SCAN_TOO_LARGE
    with pytest.raises(Trouble) as no:
        station.aid_files.add(record_id, tmp_path / "没有.pdf")
    assert no.value.code is Code.FILE_MISSING
    assert station.legal_aid.find(record_id).version == 1


@pytest.mark.parametrize(("ref", "place"), [("LA-01", "open"), ("LA-07", "closed")])
def test_scans_travel_with_their_application_those_of_few_sealed(station, photo, ref, place):
    record_id = take_in(station, ref)
    scan = station.aid_files.add(record_id, photo).intake.files[0].sha256
    closed = bool(station.legal_aid.find(record_id).restricted)
    seen = Seen(lambda _entry: closed)
    with station.store.read() as reader:
        entries = list(seen.watch(reader.entries(station.store.station, station.store.epoch)))
    assert b'"files"' in next(one.payload for one in entries if one.header.verb == "scan")
    assert getattr(seen, place) == {scan}
    assert read_canonical(entries[-1].payload)


# --- turned into something else ---------------------------------------------------------------------------


def test_an_application_turns_into_a_draft_case_and_a_case_into_a_draft_application(station):
    record_id = take_in(station, "LA-04")
    case = station.mediation.draft(station.turning.intake_to_case(record_id)).case
    assert case.committee == station.profile.committee
    assert (case.origin.record_id, case.origin.sector) == (record_id, "legal_aid")
    station.mediation.import_case(acceptance_case("C01"))
    draft = station.aid_counter.draft(station.turning.case_to_intake("C01"))
    assert draft.base_version == 0
    assert draft.intake.origin.record_id == station.mediation.find("C01").id
    assert draft.intake.received == station.aid_counter.blank().received


def test_of_a_restricted_application_no_way_back_is_written(station):
    record_id = take_in(station, "LA-07")
    case = station.mediation.draft(station.turning.intake_to_case(record_id)).case
    assert (case.origin, case.brief, case.parties[0].id_no) == (None, "", "")
