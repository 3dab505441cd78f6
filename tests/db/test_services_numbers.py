"""Blocks of printed numbers: each machine gives its own, warns ahead, ends, and meets others upstream."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.counting import copy_home
from tests.desks import VILLAGE, enrol, make_desk, plain_cases, three_desks
from tests.stations import PASSPHRASE
from zsapp.base.errors import Code, Refusal, Trouble, ZsError
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Party
from zsapp.rules.station import NumberBlock, StationProfile, clashes
from zsapp.services.numbers import clashes_in
from zsapp.services.station import Station, open_station

TODAY = date(2026, 3, 27)
OWN = "中山市沙溪镇龙瑞村人民调解委员会"
FIRST = Case(
    committee=OWN,
    dispute_type="邻里纠纷",
    brief="漏水",
    parties=(Party(role="申请人", kind="自然人", name="何䶮", id_missing_reason="无证件"),),
)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    home = copy_home(tmp_path / "home", filled=False)
    with open_station(home, passphrase=PASSPHRASE, today=TODAY) as made:
        yield made


def accepted(station: Station, on: date = TODAY) -> str:
    desk = station.mediation
    case = replace(FIRST, dates=replace(FIRST.dates, accept=on))
    return desk.save(desk.new_id(), case, base_version=0).number


def refusal(errand: Any) -> ZsError:
    with pytest.raises((Refusal, Trouble)) as no:
        errand()
    return no.value


def test_a_machine_gives_numbers_from_its_own_block_only_and_is_refused_at_its_end(station: Station) -> None:
    station.numbers.reserve(2026, 200, 201)
    assert [accepted(station) for _ in range(2)] == ["〔2026〕沙龙人调字第200号", "〔2026〕沙龙人调字第201号"]
    assert refusal(lambda: accepted(station)).code is Code.NUMBERS_SPENT
    (one,) = station.numbers.blocks()
    assert (one.left, one.text) == (0, "2026年　200—201　已用完")
    station.numbers.reserve(2026, 300, 399)
    assert accepted(station) == "〔2026〕沙龙人调字第300号"


def test_no_number_comes_twice_whatever_the_committee_is_called(station: Station) -> None:
    def accept(committee: str) -> str:
        case = replace(FIRST, committee=committee, dates=replace(FIRST.dates, accept=TODAY))
        return station.mediation.save(station.mediation.new_id(), case, base_version=0).number

    numbers = [accept(one) for one in (OWN, "", "龙瑞村调委会", "龙瑞村调委会", OWN)]
    assert numbers == [f"〔2026〕沙龙人调字第{n}号" for n in range(1, 6)]


def test_a_block_begins_after_what_was_given_within_it_and_a_number_never_comes_twice(
    station: Station,
) -> None:
    given = [accepted(station) for _ in range(3)]
    station.numbers.reserve(2026, 2, 50)
    given.append(accepted(station))
    station.numbers.drop(2026, 2)
    assert [(one.first, one.last, one.left) for one in station.numbers.blocks()] == [(2, 4, 0)]
    station.numbers.drop(2026, 2)
    station.numbers.reserve(2026, 60, 61)
    given += [accepted(station) for _ in range(2)]
    station.numbers.drop(2026, 60)
    assert refusal(lambda: accepted(station)).code is Code.NUMBERS_SPENT
    station.numbers.reserve(2026, 5, 59)
    assert [*given[3:], accepted(station)] == [f"〔2026〕沙龙人调字第{n}号" for n in (4, 60, 61, 5)]


def test_the_next_year_needs_its_own_block_once_numbers_are_shared_out(station: Station) -> None:
    station.numbers.reserve(2026, 1, 199)
    no = refusal(lambda: accepted(station, date(2027, 1, 4)))
    assert no.code is Code.NUMBERS_UNSET
    assert "2027年还没有给这台电脑设编号段" in str(no)


def test_a_machine_without_blocks_counts_on_from_year_to_year(station: Station) -> None:
    assert (accepted(station), accepted(station, date(2025, 12, 1))) == (
        "〔2026〕沙龙人调字第1号",
        "〔2025〕沙龙人调字第1号",
    )
    assert station.numbers.warnings() == ()


def test_what_runs_out_is_told_ahead_on_the_days_list(station: Station) -> None:
    station.numbers.reserve(2026, 1, 11)
    assert not [one for one in station.todo.duties(TODAY) if one.pressing == "numbers"]
    accepted(station)
    (duty,) = (one for one in station.todo.duties(TODAY) if one.pressing == "numbers")
    assert (duty.title, duty.what) == (OWN, "2026年的编号段只剩 10 个号，请设新的号段")


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 12, 1), f"{OWN}：2027年还没有设编号段"),
        (date(2027, 1, 2), f"{OWN}：2027年还没有设编号段，受理时编不了号"),
    ],
)
def test_a_new_years_block_is_asked_for_from_december(tmp_path: Path, today: date, said: str) -> None:
    home = copy_home(tmp_path / "home", filled=False)
    with open_station(home, passphrase=PASSPHRASE, today=today) as station:
        station.numbers.reserve(2026, 1, 199)
        assert said in station.numbers.warnings()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ((2026, 150, 250), Code.BLOCK_OVERLAP),
        ((2026, 300, 299), Code.BLOCK_WRONG),
        ((2026, 0, 10), Code.BLOCK_WRONG),
        ((26, 300, 399), Code.BLOCK_WRONG),
    ],
)
def test_a_block_that_makes_no_sense_or_overlaps_ones_own_is_refused(
    station: Station, given: tuple[int, int, int], code: Code
) -> None:
    station.numbers.reserve(2026, 100, 199)
    assert refusal(lambda: station.numbers.reserve(*given)).code is code
    assert len(station.numbers.blocks()) == 1


def test_a_block_that_is_not_there_cannot_be_dropped_and_the_city_has_no_committee(
    station: Station, tmp_path: Path
) -> None:
    assert refusal(lambda: station.numbers.drop(2026, 7)).code is Code.BLOCK_UNKNOWN
    with open_station(
        copy_home(tmp_path / "city", "city", filled=False), passphrase=PASSPHRASE, today=TODAY
    ) as city:
        assert refusal(lambda: city.numbers.reserve(2026, 1, 9)).code is Code.COMMITTEE_NAME_MISSING


def test_saving_the_profile_keeps_the_blocks(station: Station) -> None:
    station.numbers.reserve(2026, 1, 199)
    again = station.change_profile(replace(station.profile, short="沙瑞"))
    assert again.profile.blocks == (NumberBlock(committee=OWN, year=2026, first=1, last=199),)


def test_a_printed_number_cannot_be_changed_one_that_was_not_can(station: Station) -> None:
    desk = station.mediation
    case = replace(FIRST, dates=replace(FIRST.dates, apply=TODAY, accept=TODAY), requests=("修好水管",))
    view = desk.save(desk.new_id(), case, base_version=0)
    view = desk.save(
        view.id, replace(view.case, volume_no="〔2026〕沙龙人调字第8号"), base_version=view.version
    )
    station.paper.issue("F02", view.id)
    changed = replace(view.case, volume_no="〔2026〕沙龙人调字第9号")
    no = refusal(lambda: desk.save(view.id, changed, base_version=view.version))
    assert (no.code, no.field) == (Code.NUMBER_PRINTED, "volume_no")
    assert desk.find(view.id).number == "〔2026〕沙龙人调字第8号"


# --- where packages meet ----------------------------------------------------------------------------------


def machine(name: str, *spans: tuple[int, int], committee: str = OWN) -> StationProfile:
    blocks = tuple(NumberBlock(committee=OWN, year=2026, first=one, last=two) for one, two in spans)
    return StationProfile(id=name, name=name, committee=committee, blocks=blocks)


@pytest.mark.parametrize(
    ("machines", "said"),
    [
        ((machine("一号机", (1, 199)), machine("二号机", (200, 399))), ()),
        (
            (machine("一号机", (1, 199)), machine("二号机", (150, 300))),
            (f"{OWN}：“一号机”的编号段（2026年 1—199）与“二号机”的（2026年 150—300）重叠",),
        ),
        (
            (machine("一号机", (1, 199)), machine("二号机")),
            (f"{OWN}：“二号机”没有设编号段，可能与“一号机”编出同一个号",),
        ),
        ((machine("一号机", (1, 199)), machine("二号机", committee="中山市沙溪镇人民调解委员会")), ()),
        ((machine("一号机"), machine("二号机")), ()),
    ],
)
def test_two_machines_of_one_committee_are_held_against_each_other(
    machines: tuple[StationProfile, ...], said: tuple[str, ...]
) -> None:
    assert clashes(machines) == said


def test_the_town_is_told_when_two_packages_bring_blocks_that_overlap(tmp_path: Path) -> None:
    with three_desks(tmp_path) as three:
        second = make_desk(tmp_path / "second", VILLAGE)
        enrol(three.town, second, tmp_path)
        for desk, span in ((three.village, (1, 199)), (second, (150, 300))):
            with desk.store.write() as writer:
                stored = writer.record(desk.profile.id)
                assert stored is not None
                block = {"committee": OWN, "year": 2026, "first": span[0], "last": span[1]}
                payload = stored.payload | {"committee": OWN, "blocks": [block]}
                writer.save("station", stored.id, payload, base_version=stored.version, verb="numbers")
            desk.exchange.export(three.stick)
        second.store.close()
        done = three.town.exchange.import_path(three.stick)
        with three.town.store.read() as reader:
            assert clashes_in(reader, 2026) == done.clashes
    (said,) = done.clashes
    assert "2026年 1—199" in said
    assert "2026年 150—300" in said


def test_a_number_that_two_machines_gave_is_told_with_how_often(tmp_path: Path) -> None:
    with three_desks(tmp_path) as three:
        second = make_desk(tmp_path / "second", VILLAGE)
        enrol(three.town, second, tmp_path)
        case = plain_cases()[0]
        for desk in (three.village, second):
            desk.save(case)
            desk.exchange.export(three.stick)
        second.store.close()
        three.town.days.day = date(2026, 11, 27)
        done = three.town.exchange.import_path(three.stick)
    assert done.clashes == (f"{case['committee']}：{case['volume_no']}有 2 件案件，请核对各台电脑的编号段",)
