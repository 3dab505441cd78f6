"""The one table of roles: who may see, change, print, export and administer what; and the growing wait."""

import itertools

import pytest

from zsapp.base.errors import Code, Refusal
from zsapp.rules.roles import (
    ACTS,
    AREAS,
    EXCHANGE,
    FREE,
    GRANTS,
    OFFICE,
    RESTRICTED,
    USERS,
    WAITS,
    WORDS,
    Badge,
    Right,
    Role,
    area_of,
    role_named,
    wait_after,
    who_may,
)

EVERY = pytest.mark.parametrize("role", Role, ids=lambda role: role.value)


def test_the_table_answers_for_every_role_and_area_once() -> None:
    assert set(GRANTS) == set(itertools.product(AREAS, Role))
    assert set(WORDS) == set(Role)
    assert set(ACTS) == set(Right)


@pytest.mark.parametrize("area", AREAS)
def test_a_station_head_alone_can_do_everything_that_is_done_there(area: str) -> None:
    """A village station has one user, and nobody else to ask."""
    others = {right for (where, _), rights in GRANTS.items() if where == area for right in rights}
    assert GRANTS[area, Role.HEAD] == others


@EVERY
def test_nobody_may_do_with_a_record_what_they_may_not_see(role: Role) -> None:
    for area in AREAS:
        rights = GRANTS[area, role]
        assert not rights or Right.SEE in rights


@EVERY
def test_restricted_records_are_for_the_head_and_the_adviser(role: Role) -> None:
    seen = Badge(role).sees("legal_aid", restricted=True)
    assert seen is (role in (Role.HEAD, Role.ADVISER))


def test_whoever_looks_after_the_machine_sees_no_case() -> None:
    badge = Badge(Role.ADMINISTRATOR)
    assert not any(badge.sees(sector) for sector in ("mediation", "legal_aid", "person", "referral"))
    assert badge.may(Right.ADMINISTER, USERS)
    assert badge.may(Right.ADMINISTER, EXCHANGE)


def test_a_sector_without_a_line_of_its_own_stands_among_the_others() -> None:
    assert area_of("no_such_service") == "others"
    assert area_of("mediation") == "mediation"


def test_a_refusal_says_who_may() -> None:
    with pytest.raises(Refusal) as refused:
        Badge(Role.MEDIATOR).require(Right.CHANGE, "legal_aid", restricted=True)
    assert refused.value.code is Code.ROLE_MAY_NOT
    assert str(refused.value) == "调解员不能改动限制查看的记录"
    assert refused.value.remedy == "请由法律顾问、站长办理；没有改动"
    Badge(Role.HEAD).require(Right.CHANGE, "legal_aid", restricted=True)


@pytest.mark.parametrize(
    ("role", "verb", "sector", "may"),
    [
        (Role.ADVISER, "print", "mediation", True),
        (Role.ADVISER, "save", "mediation", False),
        (Role.REVIEWER, "ledger", "mediation", True),
        (Role.REVIEWER, "import", "mediation", False),
        (Role.MEDIATOR, "export", "", True),
        (Role.ADVISER, "export", "", False),
        (Role.MEDIATOR, "certify", "", False),
        (Role.ADMINISTRATOR, "role", "", True),
        (Role.ADVISER, "login", "", True),
    ],
)
def test_a_journal_entry_asks_for_its_right(role: Role, verb: str, sector: str, may: bool) -> None:
    if may:
        Badge(role).require_entry(verb, sector)
        return
    with pytest.raises(Refusal) as refused:
        Badge(role).require_entry(verb, sector)
    assert refused.value.code is Code.ROLE_MAY_NOT


def test_what_the_office_does_is_in_the_table() -> None:
    assert {area for area, _ in OFFICE.values()} <= set(AREAS)
    assert who_may(Right.ADMINISTER, USERS) == (Role.HEAD, Role.ADMINISTRATOR)
    assert RESTRICTED in AREAS


@pytest.mark.parametrize(("typed", "role"), [("head", Role.HEAD), (" 司法所 ", Role.REVIEWER)])
def test_a_role_is_named_in_english_or_chinese(typed: str, role: Role) -> None:
    assert role_named(typed) is role
    assert role.words == WORDS[role]


def test_a_role_that_is_none_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refusal) as refused:
        role_named("king")
    assert refused.value.code is Code.USAGE
    assert "mediator（调解员）" in str(refused.value)


def test_the_wait_grows_with_each_wrong_passphrase_up_to_a_quarter_of_an_hour() -> None:
    waits = [wait_after(count) for count in range(12)]
    assert waits[: FREE + 1] == [0, 0, 0]
    assert waits[FREE + 1 : FREE + 1 + len(WAITS)] == list(WAITS)
    assert waits == sorted(waits)
    assert waits[-1] == 900
