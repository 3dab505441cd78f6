"""The legal-aid desk over a real store: in and out, numbers, people, restricted intakes, and taking back."""

from copy import deepcopy
from datetime import date
from decimal import Decimal

import pytest

from tests.intakes import OWN, VISIBLE, intake_entries, make_intake, visible
from tests.stations import acceptance_case, make_station, without_notes
from zsapp.base.errors import Code, Refusal
from zsapp.base.plain import to_plain, to_sheet
from zsapp.records import legal_aid, sectors
from zsapp.records.sectors import check_payload
from zsapp.rules.legal_aid import state_of
from zsapp.rules.legal_aid_parts import Applicant, CenterAnswer, Received, SecondId, Supplement

TODAY = date(2026, 11, 23)


@pytest.fixture
def station(tmp_path):
    with make_station(tmp_path / "home", today=TODAY) as opened:
        yield opened


@pytest.fixture
def desk(station):
    return station.legal_aid


def entry(ref, file=VISIBLE):
    return deepcopy(intake_entries(file)[ref])


def names_of_people(station):
    with station.store.read() as reader:
        return {line.title for line in reader.page("person").lines}


def test_every_intake_comes_in_once_is_found_and_goes_out_equal(desk):
    given = [*intake_entries(VISIBLE).values(), *intake_entries(OWN).values()]
    first = [desk.import_intake(one) for one in given]
    again = [desk.import_intake(one) for one in given]
    assert [one.changed for one in first] == [True] * len(given)
    assert [(one.id, one.number, one.changed) for one in again] == [
        (one.id, one.number, False) for one in first
    ]
    assert desk.export_intakes(desk.all_ids()) == [without_notes(one) for one in given]
    assert len({one.number for one in first}) == len(given)
    assert {desk.find(one["id"]).id for one in given} == set(desk.all_ids())


def test_a_receipt_is_numbered_by_the_organisation_that_received_it(desk):
    assert desk.import_intake(entry("LA-01")).number == "中小同法援接〔2026〕0001号"
    assert desk.import_intake(entry("LA-06")).number == "中沙圣法援接〔2026〕0001号"
    own = entry("LA-09") | {"id": "甲"}
    own["received"] = own["received"] | {"org": "442000106203"}
    assert desk.import_intake(own).number == "中沙龙法援接〔2026〕0001号"
    unknown = own | {"id": "乙", "received": own["received"] | {"org": "x"}}
    assert desk.import_intake(unknown).number == "中沙龙法援接〔2026〕0002号"
    town = own | {"id": "丙", "received": own["received"] | {"org": "442000106000"}}
    assert desk.import_intake(town).number == "中沙法援接〔2026〕0001号"
    assert desk.find("中沙法援接[2026]0001号").intake.id == "丙"


def test_changed_content_is_a_new_version_under_the_same_number(desk):
    before = desk.import_intake(entry("LA-04"))
    changed = entry("LA-04") | {"amount": Decimal("19000.00"), "amount_upper": "壹万玖仟元整"}
    after = desk.import_intake(changed)
    assert (after.id, after.number, after.changed) == (before.id, before.number, True)
    view = desk.find("LA-04")
    assert (view.version, view.intake.amount) == (2, Decimal(19000))
    assert [one.header.verb for one in desk.history("LA-04")] == ["import", "import"]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"applicant": {"name": " "}}, Code.AID_APPLICANT_MISSING, "applicant.name"),
        ({"matter": "M77"}, Code.AID_MATTER_UNKNOWN, "matter"),
        ({"received": {"org": "442000118014"}}, Code.AID_RECEIVED_MISSING, "received.date"),
        ({"nickname": "x"}, Code.IMPORT_KEY_UNKNOWN, "nickname"),
        ({"assets": {"deposits": Decimal(-1)}}, Code.NUMBER_OUT_OF_RANGE, "assets.deposits"),
        ({"assets": {"urban_homes": -1}}, Code.NUMBER_OUT_OF_RANGE, "assets.urban_homes"),
        (
            {"family": [{"name": "甲", "wage6": Decimal(-1)}]},
            Code.NUMBER_OUT_OF_RANGE,
            "family[0].wage6",
        ),
        ({"limitation_end": "2026-02-30"}, Code.IMPORT_TYPE_WRONG, "limitation_end"),
    ],
)
def test_what_is_wrong_is_refused_at_its_item_and_nothing_is_stored(desk, change, code, field):
    with pytest.raises(Refusal) as refused:
        desk.import_intake(entry("LA-01") | change)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert desk.page().lines == ()


def test_an_ordinary_intake_is_tied_to_its_people_a_restricted_one_keeps_them_to_itself(station, desk):
    desk.import_intake(entry("LA-02"))
    view = desk.find("LA-02")
    assert view.restricted == ()
    assert view.intake.applicant.person_id
    assert names_of_people(station) == {"罗建国", "罗小玲"}
    person = station.persons.find(view.intake.applicant.person_id)
    assert (person.sex, person.ethnicity, person.id_type) == ("男", "汉族", "居民身份证")
    for ref in ("LA-06", "LA-07"):
        desk.import_intake(entry(ref))
        assert desk.find(ref).restricted
    assert names_of_people(station) == {"罗建国", "罗小玲"}


def test_a_list_and_a_search_find_an_intake_by_name_number_and_state(desk):
    for ref in ("LA-01", "LA-09"):
        desk.import_intake(entry(ref))
    assert [line.ref for line in desk.page(query="何永昌").lines] == ["LA-09"]
    assert [line.ref for line in desk.page(query="450881198703169972").lines] == ["LA-01"]
    assert [line.ref for line in desk.page(states=("不予援助",)).lines] == ["LA-09"]
    assert [line.kind for line in desk.page().lines] == ["M07b", "M05b"]


def test_the_index_says_what_the_rules_say_and_never_names_a_restricted_applicant():
    for intake in (
        visible("LA-01"),
        make_intake(void="x"),
        make_intake(supplement=Supplement(notice=date(2026, 3, 9))),
        make_intake(received=Received()),
        make_intake(center=CenterAnswer(status="结案")),
    ):
        payload = to_plain(intake)
        check_payload("legal_aid", payload)
        assert legal_aid.index_of(payload).state == state_of(intake)
    assert legal_aid.index_of(to_plain(make_intake())).title == "何永年 M04a"
    restricted = to_plain(make_intake(title="何永年诉妻", restricted=("家庭暴力",)))
    assert sectors.index_of("legal_aid", restricted).title == "（限制查看） M04a"
    assert sectors.words_of("legal_aid", restricted).people == ()
    two = Applicant(name="何某", id_no="810000198506129977", second_id=SecondId(number="h00009901"))
    two = make_intake(applicant=two)
    named = {one.number for one in legal_aid.words_of(to_plain(two)).people}
    assert {"810000198506129977", "H00009901"} <= named


def test_an_opinion_and_deadlines_are_given_by_today(desk):
    desk.import_intake(entry("LA-01"))
    intake = desk.find("LA-01").intake
    assert desk.advise(intake).advice == "转交-免予核查"
    assert [one.state for one in desk.deadlines(intake)] == ["done", "done", "overdue", "open"]
    assert desk.check(intake) == ()


def test_what_is_no_intake_is_not_found_here(station, desk):
    station.mediation.import_case(acceptance_case("C01"))
    assert not desk.knows("C01")
    assert not desk.knows("LA-77")
    for ref, code in (("C01", Code.RECORD_OTHER_KIND), ("LA-77", Code.RECORD_UNKNOWN)):
        with pytest.raises(Refusal) as refused:
            desk.find(ref)
        assert refused.value.code is code


def test_a_file_taken_back_leaves_neither_intakes_nor_their_people(station, desk):
    taken = [desk.import_intake(entry(ref)) for ref in ("LA-02", "LA-07")]
    batch = station.imports.keep_batch("援助.yaml", taken)
    done = station.imports.undo(batch)
    assert set(done.void) == {one.id for one in taken}
    assert {line.state for line in desk.page().lines} == {"作废"}
    assert "罗建国" not in names_of_people(station)
    assert desk.import_intake(entry("LA-02")).changed
    assert desk.find("LA-02").state == "已给予"


def test_a_person_of_an_intake_outlives_a_case_taken_back(station, desk):
    case = acceptance_case("C01")
    name, number = case["parties"][0]["name"], case["parties"][0]["id_no"]
    intake = entry("LA-01")
    intake["applicant"] = intake["applicant"] | {"name": name, "id_no": number}
    desk.import_intake(intake)
    taken = station.mediation.import_case(case)
    station.imports.undo(station.imports.keep_batch("案件.yaml", [taken]))
    assert name in names_of_people(station)


def test_a_changed_intake_becomes_what_it_was(station, desk):
    desk.import_intake(entry("LA-09"))
    changed = desk.import_intake(entry("LA-09") | {"facts": "改了"})
    batch = station.imports.keep_batch("援助.yaml", [changed])
    assert station.imports.undo(batch).restored == (changed.id,)
    assert to_sheet(desk.find("LA-09").intake)["facts"] == entry("LA-09")["facts"]
