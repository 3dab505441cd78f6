"""Agreements over a real store: signed and frozen, changed by a new version, kept on paper; oral ones."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.counting import copy_home
from tests.papers import bare, poppler
from tests.stations import PASSPHRASE, acceptance_case
from zsapp.base.errors import Code, Refusal
from zsapp.base.plain import to_plain
from zsapp.records import mediation as index
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_agreement import Amendment
from zsapp.rules.mediation_ledger import ledger_line
from zsapp.rules.mediation_parts import Outcome, Party
from zsapp.rules.mediation_state import state_of
from zsapp.services.mediation import CaseView
from zsapp.services.station import Station, open_station

TODAY = date(2026, 5, 4)
SIGNED = date(2026, 3, 9)
WHY = "梁亚娣住院，一时付不出"
QUARREL = Case(
    dispute_type="邻里纠纷",
    brief="夜间练琴声音过大",
    parties=(
        Party(role="申请人", kind="自然人", name="何䶮", id_missing_reason="无证件"),
        Party(role="被申请人", kind="自然人", name="陈𬱖", id_missing_reason="无证件"),
    ),
)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    home = copy_home(tmp_path / "home", filled=False)
    with open_station(home, passphrase=PASSPHRASE, today=TODAY) as made:
        yield made


@pytest.fixture
def view(station: Station) -> CaseView:
    """Give the acceptance case of the drain, agreed and open: nothing performed, visited or closed yet."""
    given = acceptance_case("C01")
    given["dates"] = {**given["dates"], "visit": None, "close": None, "file": None}
    given["outcome"] = {**given["outcome"], "performance": "履行中"}
    given |= {"agreement_no": "", "volume_no": ""}
    given["schedule"] = [{**one, "status": "", "done": None} for one in given["schedule"]]
    return station.mediation.find(station.mediation.import_case(given).id)


def act(station: Station, view: CaseView, verb: str, on: date = TODAY, reason: str = "") -> CaseView:
    return station.mediation.act(view.id, verb, on=on, reason=reason)


def save(station: Station, view: CaseView, **changed: Any) -> CaseView:
    now = station.mediation.find(view.id)
    return station.mediation.save(now.id, replace(now.case, **changed), base_version=now.version)


def later(case: Case) -> tuple[str, ...]:
    return tuple(text.replace("3月20日", "7月20日") for text in case.clauses)


def refused(errand: Any) -> Refusal:
    with pytest.raises(Refusal) as no:
        errand()
    return no.value


def verbs(station: Station, view: CaseView) -> list[str]:
    return [one.header.verb for one in station.mediation.history(view.id)]


def two_versions(station: Station, view: CaseView) -> tuple[bytes, CaseView]:
    """Print and sign the agreement, put the payment off, print and sign the change."""
    first = station.paper.issue("F09", view.id).pdf
    act(station, view, "sign", SIGNED)
    act(station, view, "amend", reason=WHY)
    due = date(2026, 7, 20)
    schedule = tuple(replace(one, due=due) if one.due else one for one in view.case.schedule)
    save(station, view, clauses=later(view.case), schedule=schedule)
    station.paper.issue("F09", view.id)
    return first, act(station, view, "sign")


def test_the_paper_that_was_signed_is_the_one_that_comes_again(station: Station, view: CaseView) -> None:
    printed = station.paper.issue("F09", view.id)
    signed = act(station, view, "sign", SIGNED)
    assert (signed.case.signed[0].paper, signed.version) == (printed.sha256, printed.version + 1)
    save(station, view, follow_up="已付清", parties=_phoned(signed.case))
    again = station.paper.issue("F09", view.id)
    assert (again.reprint, again.pdf, again.number) == (True, printed.pdf, printed.number)
    assert station.paper.standing("F09", station.mediation.find(view.id)) == ()


def _phoned(case: Case) -> tuple[Party, ...]:
    return (replace(case.parties[0], phone="13800000109"), *case.parties[1:])


def test_an_agreement_signed_by_hand_gets_its_number_and_can_still_be_printed(
    station: Station, view: CaseView
) -> None:
    signed = act(station, view, "sign", SIGNED)
    assert signed.case.agreement_no == signed.case.signed[0].terms.agreement_no == signed.case.volume_no
    assert signed.case.signed[0].paper == ""
    first = station.paper.issue("F09", view.id)
    save(station, view, follow_up="已付清", parties=_phoned(signed.case))
    again = station.paper.issue("F09", view.id)
    assert (first.reprint, again.reprint, first.pdf == again.pdf) == (False, True, True)
    (piece,) = (one for one in station.dossier.volume(view.id).pieces if one.ref == "F09")
    assert (piece.printed, piece.files[0]) == (True, first.pdf)


def test_what_is_signed_takes_no_change_by_any_door_and_nothing_is_stored(
    station: Station, view: CaseView
) -> None:
    act(station, view, "sign", SIGNED)
    before = station.mediation.find(view.id)
    no = refused(lambda: save(station, view, copies=9))
    assert (no.code, no.field) == (Code.AGREEMENT_SIGNED, "copies")
    assert "变更协议" in no.remedy
    given = acceptance_case("C01") | {"clauses": ["一、另外的内容。"]}
    assert refused(lambda: station.mediation.import_case(given)).code is Code.AGREEMENT_SIGNED
    no = refused(lambda: station.journey.change(view.id, {"schedule[0].amount": "5"}))
    assert (no.code, no.field) == (Code.AGREEMENT_SIGNED, "schedule[0].amount")
    assert refused(lambda: station.mediation.add_clauses(view.id, ["apology"])).code is Code.AGREEMENT_SIGNED
    assert refused(lambda: save(station, view, signed=())).code is Code.AGREEMENT_SIGNED
    assert station.mediation.find(view.id) == before
    assert save(station, view, follow_up="已付清").case.follow_up == "已付清"


def test_what_was_changed_since_the_print_is_not_what_was_signed(station: Station, view: CaseView) -> None:
    station.paper.issue("F09", view.id)
    save(station, view, copies=4)
    no = refused(lambda: act(station, view, "sign", SIGNED))
    assert (no.code, no.field) == (Code.PRINT_OLDER, "copies")
    station.paper.issue("F09", view.id)
    assert act(station, view, "sign", SIGNED).case.signed[0].paper


def test_a_change_is_printed_signed_and_bound_beside_the_version_it_replaces(
    station: Station, view: CaseView
) -> None:
    first, changed = two_versions(station, view)
    one, two = changed.case.signed
    assert two.terms.agreement_no == f"{one.terms.agreement_no}之一"
    assert (two.reason, bool(one.paper), bool(two.paper)) == (WHY, True, True)
    assert station.paper.issue("F09", view.id, agreement=1).pdf == first
    second = station.paper.issue("F09", view.id).pdf
    words = bare(poppler(second))
    assert one.terms.agreement_no in words
    assert WHY in words
    assert "7月20日" in words
    assert "7月20日" not in bare(poppler(first))
    volume = station.dossier.volume(view.id)
    bound = [(piece.title, piece.files[0]) for piece in volume.pieces if piece.ref == "F09"]
    assert bound == [("人民调解协议书", first), ("人民调解协议书（变更，第二版）", second)]
    pages = [line.first for line in volume.contents if "协议书" in line.title]
    assert pages == sorted(set(pages))
    assert refused(lambda: station.paper.issue("F09", view.id, agreement=3)).code is Code.AGREEMENT_UNKNOWN
    for number in (one.terms.agreement_no, two.terms.agreement_no):
        assert station.mediation.find(number).id == view.id


def test_until_the_change_is_signed_register_dossier_and_court_go_by_the_version_in_force(
    station: Station, view: CaseView
) -> None:
    station.paper.issue("F09", view.id)
    act(station, view, "sign", SIGNED)
    act(station, view, "amend", reason=WHY)
    writing = save(station, view, clauses=later(view.case), totals=replace(view.case.totals, amount=None))
    assert ledger_line(writing.case).amount == view.case.totals.amount
    pieces = [piece.title for piece in station.dossier.volume(view.id).pieces if piece.ref == "F09"]
    assert pieces == ["人民调解协议书"]
    due = {one.id: one.start for one in station.mediation.deadlines(writing.case, TODAY)}
    assert due["T3"] == SIGNED
    draft = station.paper.issue("F09", view.id, draft=True)
    assert "变更协议（第二版）" in bare(poppler(draft.pdf))
    back = act(station, view, "keep")
    assert back.case.clauses == view.case.clauses
    assert verbs(station, view)[-3:] == ["amend", "save", "keep"]


def test_a_change_without_a_reason_is_not_kept_and_a_printed_number_stays_given(
    station: Station, view: CaseView
) -> None:
    done = tuple(replace(one, status="已履行", done=SIGNED) for one in view.case.schedule)
    save(station, view, schedule=done)
    station.paper.issue("F09", view.id)
    act(station, view, "sign", SIGNED)
    act(station, view, "amend", reason=WHY)
    no = refused(lambda: save(station, view, amendment=Amendment(reason=" ")))
    assert (no.code, no.field) == (Code.REASON_MISSING, "amendment.reason")
    assert station.paper.issue("F09", view.id).number.endswith("之一")
    act(station, view, "keep")
    act(station, view, "amend", reason=WHY)
    assert station.paper.issue("F09", view.id).number.endswith("之二")


def test_a_slip_of_the_hand_is_taken_back_and_signing_again_finds_the_same_paper(
    station: Station, view: CaseView
) -> None:
    printed = station.paper.issue("F09", view.id)
    act(station, view, "sign", SIGNED)
    assert act(station, view, "unsign", SIGNED).case.signed == ()
    again = act(station, view, "sign", SIGNED)
    assert again.case.signed[0].paper == printed.sha256
    assert verbs(station, view)[-3:] == ["sign", "unsign", "sign"]


def test_a_town_that_holds_no_copy_of_the_paper_prints_what_was_signed(
    station: Station, view: CaseView
) -> None:
    station.paper.issue("F09", view.id)
    signed = act(station, view, "sign", SIGNED)
    station.store.blobs.path(signed.case.signed[0].paper).unlink()
    drawn = station.paper.issue("F09", view.id)
    assert (drawn.reprint, drawn.number) == (False, signed.case.agreement_no)
    (piece,) = (one for one in station.dossier.volume(view.id).pieces if one.ref == "F09")
    assert piece.files[0] == drawn.pdf


def test_every_state_of_an_agreement_is_indexed_as_the_rules_see_it(station: Station, view: CaseView) -> None:
    for verb, reason in (
        ("sign", ""),
        ("amend", WHY),
        ("keep", ""),
        ("amend", WHY),
        ("sign", ""),
        ("unsign", ""),
    ):
        case = act(station, view, verb, reason=reason).case
        payload = to_plain(case)
        row, line = index.index_of(payload), index.line_of(payload)
        assert row.state == state_of(case)
        assert line is not None
        assert {name: line[name] for name in ("number", "remark")} == {
            name: to_plain(ledger_line(case)).get(name, "") for name in ("number", "remark")
        }


# --- word of mouth ----------------------------------------------------------------------------------------


def test_an_oral_agreement_is_registered_in_one_go_under_a_number_of_its_own(station: Station) -> None:
    desk = station.mediation
    opened = desk.save(desk.new_id(), replace(QUARREL, committee=station.profile.committee), base_version=0)
    view = desk.speak(opened.id, on=TODAY, agreement=["九点后不练琴。", "互谅互让。"], perform="自即日起。")
    register = view.case.oral_register
    assert register is not None
    assert register.agreement == ("一、九点后不练琴。", "二、互谅互让。")
    assert (register.facts, view.state) == ("夜间练琴声音过大", "达成协议")
    issued = station.paper.issue("F10", view.id)
    assert issued.number == "〔2026〕沙龙人调口字第1号"
    assert view.number == "〔2026〕沙龙人调字第1号"
    assert "九点后不练琴" in bare(poppler(issued.pdf))
    assert refused(lambda: act(station, view, "sign")).code is Code.AGREEMENT_STEP_NOT_OPEN
    no = refused(lambda: desk.speak(view.id, on=date(2026, 5, 5), agreement=["x"]))
    assert no.code is Code.DAY_AHEAD


def test_an_imported_oral_number_pushes_its_own_counter_and_a_machine_keeps_to_its_block(
    station: Station,
) -> None:
    desk = station.mediation
    told = replace(
        QUARREL,
        committee=station.profile.committee,
        outcome=Outcome(form="口头", result="调解成功"),
        agreement_no="〔2026〕沙龙人调口字第7号",
    )
    desk.save(desk.new_id(), told, base_version=0)
    second = desk.save(desk.new_id(), replace(told, agreement_no=""), base_version=0)
    spoken = desk.speak(second.id, on=TODAY, agreement=["互谅。"])
    assert station.paper.issue("F10", spoken.id).number == "〔2026〕沙龙人调口字第8号"
    assert spoken.number == "〔2026〕沙龙人调字第1号"
    station.numbers.reserve(2026, 200, 299)
    third = desk.save(desk.new_id(), replace(told, agreement_no=""), base_version=0)
    spoken = desk.speak(third.id, on=TODAY, agreement=["互谅。"])
    assert station.paper.issue("F10", spoken.id).number == "〔2026〕沙龙人调口字第200号"


def test_clauses_of_the_library_are_put_into_an_agreement(station: Station, view: CaseView) -> None:
    bare = save(station, view, clauses=())
    keys = [one.key for one in station.mediation.clauses(bare.case)]
    made = station.mediation.add_clauses(view.id, [keys[0], "closing"])
    assert [text[:2] for text in made.case.clauses] == ["一、", "二、"]
    assert verbs(station, view)[-1] == "clauses"
    assert refused(lambda: station.mediation.add_clauses(view.id, ["payment:99"])).code is Code.USAGE
