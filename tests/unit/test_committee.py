"""What the law asks of a people's mediation committee (人民调解法 §8, §9, §13, §14)."""

from dataclasses import replace
from datetime import date

import pytest

from zsapp.rules.committee import Committee, RosterMediator, check_committee, term_end

TODAY = date(2026, 11, 26)


def member(name: str, **facts) -> RosterMediator:
    return RosterMediator(**{"name": name, "sex": "男", "kind": "委员", "post": "成员"} | facts)


SOUND = Committee(
    name="中山市沙溪镇龙瑞村人民调解委员会",
    elected=date(2024, 3, 1),
    mediators=(
        member("刘建国", post="主任"),
        member("陈丽", sex="女", birth=date(1990, 5, 1), until=date(2027, 2, 28)),
        member("黄志"),
    ),
)


def rules_of(committee: Committee, today: date = TODAY) -> list[str]:
    return [one.rule for one in check_committee(committee, today)]


def test_a_lawful_committee_has_nothing_to_mend():
    assert rules_of(SOUND) == []


def test_a_committee_without_a_roster_is_unknown_not_unlawful():
    assert rules_of(replace(SOUND, mediators=())) == []


@pytest.mark.parametrize(
    ("mediators", "rules"),
    [
        (SOUND.mediators[:2], ["C01"]),
        ((*SOUND.mediators, *(member(f"委员{n}") for n in range(7))), ["C01"]),
        ((*SOUND.mediators, member("聘任甲", kind="聘任")), []),
        ((replace(SOUND.mediators[0], post="副主任"), *SOUND.mediators[1:]), ["C02"]),
        ((*SOUND.mediators, member("第二主任", post="主任")), ["C02"]),
        ((SOUND.mediators[0], SOUND.mediators[2], member("李强")), ["C03"]),
        ((*SOUND.mediators, member("小周", kind="聘任", birth=date(2009, 1, 1))), ["C05"]),
        ((*SOUND.mediators, member("刚满", kind="聘任", birth=date(2008, 11, 26))), []),
        ((*SOUND.mediators, member("老周", kind="聘任", until=date(2026, 11, 25))), ["C06"]),
        ((*SOUND.mediators, member("老周", kind="聘任", until=date(2026, 11, 26))), []),
        ((*SOUND.mediators, member("新周", kind="聘任", since=date(2026, 11, 27))), ["C06"]),
        ((*SOUND.mediators, member("黄志")), ["C07"]),
        ((member("聘任甲", kind="聘任"),), ["C01", "C02"]),
    ],
)
def test_each_demand_of_the_law_is_looked_after(mediators, rules):
    assert rules_of(replace(SOUND, mediators=mediators)) == rules


@pytest.mark.parametrize(
    ("elected", "rules"),
    [(date(2023, 11, 26), []), (date(2023, 11, 25), ["C04"]), (None, [])],
)
def test_a_term_lasts_three_years(elected, rules):
    assert rules_of(replace(SOUND, elected=elected)) == rules


def test_a_term_that_began_on_a_leap_day_ends_with_february():
    assert term_end(date(2024, 2, 29)) == date(2027, 2, 28)


def test_the_law_stands_beside_each_finding():
    found = check_committee(replace(SOUND, mediators=SOUND.mediators[:1]), TODAY)
    assert {one.rule: one.basis for one in found} == {"C01": "人民调解法8", "C03": "人民调解法8"}


def test_a_mediator_is_found_by_name():
    assert SOUND.mediator("陈丽") == SOUND.mediators[1]
    assert SOUND.mediator("无此人") is None
