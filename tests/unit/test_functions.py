"""Functions of a tier: what a station of each level does, and what its side shows to whom."""

import pytest

from zsapp.base.errors import Code, Trouble
from zsapp.rules.functions import functions_of, is_offered, read_functions
from zsapp.rules.roles import Badge, Role
from zsapp.screens.pages import PAGES
from zsapp.services.tables import shipped_functions

HEAD = "id,kind,label,area,village,town,city,basis,source,status\n"


@pytest.mark.parametrize(
    ("name", "tier", "role", "offered"),
    [
        ("mediation", "village", Role.HEAD, True),
        ("mediation", "village", Role.ADMINISTRATOR, False),
        ("subsidy", "town", Role.ADVISER, False),
        ("subsidy", "town", Role.REVIEWER, True),
        ("committee", "city", Role.HEAD, False),
        ("decide", "village", Role.HEAD, False),
        ("decide", "city", Role.HEAD, True),
        ("station", "village", Role.ADMINISTRATOR, True),
        ("unheard_of", "village", Role.ADVISER, True),
    ],
)
def test_what_a_tier_has_and_a_role_sees_is_offered(name: str, tier: str, role: Role, offered: bool) -> None:
    assert is_offered(shipped_functions(), name, tier, Badge(role)) is offered


def test_without_a_badge_the_tier_alone_decides() -> None:
    assert is_offered(shipped_functions(), "subsidy", "village", None)
    assert not is_offered(shipped_functions(), "decide", "nowhere", None)


def test_a_village_helps_where_it_does_not_decide() -> None:
    found = {one.id: how for one, how in functions_of(shipped_functions(), "village", Badge(Role.HEAD))}
    assert (found["precheck"], found["receive"]) == ("协助", "办")
    assert "decide" not in found


def test_every_page_of_the_window_has_its_row_and_every_row_its_source() -> None:
    functions = shipped_functions()
    pages = {one.id for one in functions.values() if one.kind == "page"}
    assert {one.name for one in PAGES} <= pages
    assert all(one.source for one in functions.values())


@pytest.mark.parametrize(
    "row",
    [
        "a,door,门,,办,办,办,,市,可改",
        "a,page,门,nowhere,办,办,办,,市,可改",
        "a,page,门,,也许,办,办,,市,可改",
        "a,page,门,,办,办,办,,市,也许",
    ],
)
def test_a_damaged_row_is_told_by_its_line(row: str) -> None:
    with pytest.raises(Trouble) as caught:
        read_functions("functions.csv", HEAD + row + "\n")
    assert caught.value.code is Code.TABLE_DAMAGED
