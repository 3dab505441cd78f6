"""Accounts: roles, passphrases, the growing wait, who looked at what, the sheet with the recovery code."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.homes import Hand
from tests.intakes import intake_entries
from tests.papers import bare, poppler
from tests.stations import CHEAP, PASSPHRASE, SETUPS, acceptance_case, make_station
from zsapp.base import clock
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.records.home import open_home
from zsapp.rules.reporting import Period
from zsapp.rules.roles import USERS, Badge, Right, Role
from zsapp.services.accounts import KEY
from zsapp.services.recovery_sheet import recovery_sheet
from zsapp.services.station import Station, init_station, open_station, recover_station

TODAY = date(2026, 11, 23)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
LI, HIS = "李敏", "李敏的口令"


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with make_station(tmp_path / "home", today=TODAY) as opened:
        yield opened


def as_role(station: Station, role: Role) -> Station:
    station.store.badge = Badge(role)
    return station


def verbs(station: Station) -> list[str]:
    with station.store.read() as reader:
        return [one.header.verb for one in reader.entries(station.profile.id, station.store.epoch)]


def saved_again(station: Station) -> None:
    view = station.mediation.find("C01")
    station.mediation.save(view.id, view.case, base_version=view.version)


def take_in(station: Station, *refs: str) -> None:
    for ref in refs:
        station.legal_aid.import_intake(deepcopy(intake_entries()[ref]))


# --- roles ------------------------------------------------------------------------------------------------


def test_the_first_user_is_the_head_and_may_everything_a_station_of_one_needs(station: Station) -> None:
    (only,) = station.accounts.all()
    assert (only.name, only.role) == ("站长", Role.HEAD)
    assert station.accounts.may(Right.ADMINISTER, USERS)


def test_a_new_user_is_a_mediator_unless_said_otherwise(station: Station) -> None:
    assert station.accounts.add(f" {LI} ", HIS).role is Role.MEDIATOR
    assert station.accounts.add("陈律师", HIS, "法律顾问").role is Role.ADVISER
    assert [(one.name, one.role.words) for one in station.accounts.all()] == [
        ("站长", "站长"), (LI, "调解员"), ("陈律师", "法律顾问"),
    ]  # fmt: skip
    with pytest.raises(Trouble) as taken:
        station.accounts.add(LI, "另一个口令", "head")
    assert taken.value.code is Code.USER_EXISTS
    assert station.accounts.all()[1].role is Role.MEDIATOR


@pytest.mark.parametrize(
    ("name", "code"),
    [("李" * 101, Code.TEXT_TOO_LONG), ("李\x1b[2J", Code.TEXT_CONTROL_CHARACTER)],
)
def test_a_name_that_nobody_has_is_refused(station: Station, name: str, code: Code) -> None:
    with pytest.raises(Refusal) as no:
        station.accounts.add(name, HIS)
    assert (no.value.code, no.value.field) == (code, "user")
    assert [one.name for one in station.accounts.all()] == ["站长"]


def test_a_role_holds_from_the_next_log_in_and_ones_own_at_once(station: Station) -> None:
    station.accounts.add(LI, HIS)
    station.accounts.change_role(LI, "head")
    station.accounts.change_role("站长", "adviser")
    assert station.accounts.role is Role.ADVISER
    station.close()
    with open_station(station.store.home, passphrase=HIS, user=LI) as again:
        assert again.accounts.role is Role.HEAD


def test_the_last_one_who_may_administer_stays_so(station: Station) -> None:
    station.accounts.add(LI, HIS)
    with pytest.raises(Refusal) as refused:
        station.accounts.change_role("站长", "mediator")
    assert refused.value.code is Code.ADMINISTRATOR_LAST
    station.accounts.change_role(LI, "administrator")
    station.accounts.change_role("站长", "mediator")
    with pytest.raises(Refusal) as may_not:
        station.accounts.change_role("站长", "head")
    assert may_not.value.code is Code.ROLE_MAY_NOT
    assert may_not.value.remedy.startswith("请由站长、管理员办理")


def test_nobody_is_made_anything_who_is_not_there(station: Station) -> None:
    with pytest.raises(Trouble) as unknown:
        station.accounts.change_role("没有这人", "head")
    assert unknown.value.code is Code.USER_UNKNOWN


def test_only_who_administers_changes_anothers_passphrase(station: Station) -> None:
    station.accounts.add(LI, HIS)
    station.close()
    with open_station(station.store.home, passphrase=HIS, user=LI) as his:
        his.change_passphrase(LI, "他的新口令")
        for forbidden in (
            lambda: his.change_passphrase("站长", "别人的口令"),
            lambda: his.add_user("王敏", "王敏的口令"),
            lambda: his.accounts.change_role(LI, "head"),
            his.accounts.happenings,
        ):
            with pytest.raises(Refusal) as refused:
                forbidden()
            assert refused.value.code is Code.ROLE_MAY_NOT
        assert his.users() == ("站长", LI)


def test_a_station_from_before_there_were_roles_has_heads_only(station: Station) -> None:
    with station.store.write() as writer:
        writer.set_value(KEY, None)
    station.store.add_user(LI, HIS)  # as it was done then
    assert {one.role for one in station.accounts.all()} == {Role.HEAD}
    station.accounts.change_role(LI, "adviser")
    assert [one.role for one in station.accounts.all()] == [Role.HEAD, Role.ADVISER]


def test_a_user_whom_the_recovery_code_made_is_the_head(tmp_path: Path) -> None:
    made = init_station(tmp_path / "home", SETUPS["village"], passphrase=PASSPHRASE, cost=CHEAP)
    made.station.close()
    with recover_station(tmp_path / "home", code=made.recovery, user="新站长", passphrase=HIS) as again:
        assert again.accounts.role is Role.HEAD
        assert {one.name: one.role for one in again.accounts.all()}["新站长"] is Role.HEAD


# --- the gate ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "errand"),
    [
        (Role.ADVISER, lambda one, _: saved_again(one)),
        (Role.ADMINISTRATOR, lambda one, _: one.paper.issue("F04", "C01")),
        (Role.ADVISER, lambda one, out: one.ledgers.write(YEAR, out)),
        (Role.ADVISER, lambda one, out: one.statistics.write_table_a(YEAR, out)),
        (Role.ADVISER, lambda one, out: one.subsidies.write_report("2026-01", "2026-12", out)),
        (Role.ADVISER, lambda one, out: one.exchange.export(out.parent)),
        (Role.ADVISER, lambda one, out: one.exchange.import_path(out.parent)),
        (Role.ADVISER, lambda one, _: one.mediation.note_export(3)),
        (Role.MEDIATOR, lambda one, _: one.change_profile(one.profile)),
        (Role.MEDIATOR, lambda one, _: one.numbers.reserve(2026, 1, 9)),
    ],
)
def test_an_errand_that_the_table_does_not_give_is_refused_and_leaves_nothing(
    station: Station, tmp_path: Path, role: Role, errand: Callable[[Station, Path], Any]
) -> None:
    station.mediation.import_case(acceptance_case("C01"))
    before = verbs(station)
    with pytest.raises(Refusal) as refused:
        errand(as_role(station, role), tmp_path / "out.xlsx")
    assert refused.value.code is Code.ROLE_MAY_NOT
    assert not list(tmp_path.glob("*.xlsx"))
    assert verbs(station) == before


def test_a_restricted_intake_is_not_there_for_a_mediator(station: Station) -> None:
    take_in(station, "LA-01", "LA-06")
    entry = intake_entries()["LA-06"]
    desk = as_role(station, Role.MEDIATOR).legal_aid
    assert [one.ref for one in desk.page().lines] == ["LA-01"]
    for query in (entry["applicant"]["name"], entry["applicant"]["id_no"], "LA-06"):
        assert desk.page(query=query).lines == ()
    assert len(desk.all_ids()) == 1
    assert not desk.knows("LA-06")
    for look in (desk.find, desk.history, lambda ref: desk.export_intakes([ref])):
        with pytest.raises(Refusal) as unknown:
            look("LA-06")
        assert unknown.value.code is Code.RECORD_UNKNOWN
    with pytest.raises(Refusal) as refused:
        desk.import_intake(deepcopy(entry) | {"facts": "改过"})
    assert refused.value.code is Code.ROLE_MAY_NOT
    assert "限制查看" in str(refused.value)


def test_whoever_may_see_it_finds_it_by_name_though_the_index_names_nobody(station: Station) -> None:
    take_in(station, "LA-06")
    name = intake_entries()["LA-06"]["applicant"]["name"]
    for settled in (False, True):
        if settled:
            station.store.settle()
        (line,) = station.legal_aid.page(query=name).lines
        assert line.ref == "LA-06"
        assert line.title.startswith("（限制查看）")
    assert station.legal_aid.page(query=name, states=("结案",)).lines == ()
    with station.store.read() as reader:
        held = reader._connection.connection.driver_connection
        dump = "\n".join(
            str(row)
            for asked in ("record", "record_text", "person", "record_key")
            for row in held.execute(f"SELECT * FROM {asked}")  # noqa: S608 -- names of our own
        )
    assert name not in dump
    assert intake_entries()["LA-06"]["applicant"]["id_no"] not in dump


def test_a_draft_of_a_restricted_intake_is_for_those_who_may_see_it(station: Station) -> None:
    with station.store.write() as writer:
        writer.put_draft(station.mediation.new_id(), "legal_aid", {"restricted": ["未成年人"]}, 0)
    for role, count in ((Role.HEAD, 1), (Role.MEDIATOR, 0)):
        with as_role(station, role).store.read() as reader:
            assert len(reader.drafts()) == count
            assert [reader.draft(one.record_id) is not None for one in reader.drafts()] == [True] * count


def test_one_that_forgot_to_say_so_is_restricted_all_the_same(station: Station) -> None:
    payload = {"id": "密-1", "matter": "M14", "applicant": {"name": "何某"}}
    bent = {"id": "坏-1", "facts": 3}
    with station.store.write() as writer:
        for one in (payload, bent):
            writer.save("legal_aid", station.mediation.new_id(), one, base_version=0, verb="save")
    assert len(station.legal_aid.page().lines) == 2
    assert as_role(station, Role.MEDIATOR).legal_aid.page().lines == ()


# --- looks ------------------------------------------------------------------------------------------------


def test_every_look_at_a_restricted_intake_is_journalled_and_says_nothing_of_it(station: Station) -> None:
    take_in(station, "LA-01", "LA-06")
    told: list[frozenset[str]] = []
    station.on_change(told.append)
    station.legal_aid.find("LA-01")
    assert "look" not in verbs(station)
    record_id = station.legal_aid.find("LA-06").id
    station.legal_aid.find("LA-06")  # still the same look
    assert verbs(station).count("look") == 1
    assert told == []
    look = station.accounts.happenings()[0]
    assert (look.verb, look.record_id, look.facts, look.words) == (
        "look",
        record_id,
        {},
        "查看限制查看的记录",
    )


def test_who_comes_back_after_ten_minutes_looks_again(tmp_path: Path) -> None:
    hand = Hand()
    hand.moment = clock.now() + timedelta(days=30)
    with make_station(tmp_path / "home", today=TODAY) as made:
        take_in(made, "LA-06")
    station = Station(open_home(tmp_path / "home", passphrase=PASSPHRASE, now=hand), TODAY)
    for minutes in (0, 9, 2):
        hand.moment += timedelta(minutes=minutes)
        station.legal_aid.find("LA-06")
    assert verbs(station).count("look") == 2
    station.close()


def test_a_look_on_the_way_to_a_change_is_journalled_with_it(station: Station) -> None:
    take_in(station, "LA-06")
    with station.store.write():
        station.legal_aid.find("LA-06")
    assert verbs(station)[-1] == "look"


def test_what_cannot_be_journalled_is_not_looked_at(tmp_path: Path) -> None:
    hand = Hand()
    hand.moment = datetime(2020, 1, 1, tzinfo=UTC)
    with make_station(tmp_path / "home", today=TODAY) as made:
        take_in(made, "LA-01", "LA-06")
    station = Station(open_home(tmp_path / "home", passphrase=PASSPHRASE, now=hand), TODAY)
    station.legal_aid.find("LA-01")
    with pytest.raises(Trouble) as trouble:
        station.legal_aid.find("LA-06")
    assert trouble.value.code is Code.CLOCK_BEHIND
    station.close()


def test_a_locked_window_lets_its_user_back_and_only_knows_others(station: Station) -> None:
    station.accounts.add(LI, HIS)
    with pytest.raises(Trouble) as wrong:
        station.accounts.unlock("站长", "不对的口令")
    assert wrong.value.code is Code.PASSPHRASE_WRONG
    assert station.accounts.unlock("站长", PASSPHRASE) == "站长"
    assert verbs(station)[-2:] == ["login_failed", "unlock"]
    assert station.accounts.unlock(LI, HIS) == LI
    assert verbs(station)[-1] == "unlock"


# --- the recovery sheet -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tier", "keeper"), [("village", "沙溪镇司法所"), ("town", "沙溪镇司法所"), ("city", "中山市司法局")]
)
def test_the_recovery_sheet_says_the_code_and_who_keeps_it(tmp_path: Path, tier: str, keeper: str) -> None:
    made = init_station(tmp_path / "home", SETUPS[tier], passphrase=PASSPHRASE, today=TODAY, cost=CHEAP)
    with made.station as station:
        sheet = recovery_sheet(station.profile, station.user, made.recovery)
    text = bare(poppler(sheet.pdf))
    assert sheet.pages == 1
    for word in (made.recovery, keeper, station.profile.name, "2026年11月23日"):
        assert bare(word) in text
