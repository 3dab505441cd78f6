"""Setting up and opening a station."""

from dataclasses import replace
from datetime import date

import pytest

from tests.stations import CHEAP, PASSPHRASE, SETUPS, make_station
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.services.station import Setup, init_station, open_station, recover_station


def test_a_village_station_knows_its_committee_and_number_pattern(tmp_path):
    with make_station(tmp_path, today=date(2026, 3, 9)) as station:
        profile = station.profile
    assert profile.committee == "中山市沙溪镇龙瑞村人民调解委员会"
    assert (profile.short, profile.tier, profile.since) == ("沙龙", "village", date(2026, 3, 9))


@pytest.mark.parametrize(("tier", "committee"), [("town", "中山市沙溪镇人民调解委员会"), ("city", "")])
def test_a_town_has_a_committee_and_the_city_bureau_has_none(tmp_path, tier, committee):
    with make_station(tmp_path, tier) as station:
        assert station.profile.committee == committee


@pytest.mark.parametrize(
    ("setup", "code"),
    [
        (Setup(code="110000000000", name="x", tier="city"), Code.REGION_UNKNOWN),
        (Setup(code="442000106000", name="x", tier="village"), Code.REGION_NOT_OF_TIER),
        (Setup(code="442000106203", name="x", tier="county"), Code.USAGE),
    ],
)
def test_a_station_outside_the_region_table_is_not_made(tmp_path, setup, code):
    with pytest.raises(Refusal) as refused:
        init_station(tmp_path / "home", setup, passphrase=PASSPHRASE, cost=CHEAP)
    assert refused.value.code is code
    assert not (tmp_path / "home").exists()


def test_a_passphrase_of_three_characters_is_too_weak(tmp_path):
    with pytest.raises(Refusal) as refused:
        init_station(tmp_path / "home", SETUPS["village"], passphrase="abc", cost=CHEAP)
    assert refused.value.code is Code.PASSPHRASE_WEAK


def test_a_station_opens_again_by_its_passphrase_only(tmp_path):
    make_station(tmp_path).close()
    with pytest.raises(Trouble) as refused:
        open_station(tmp_path, passphrase="别的口令")
    assert refused.value.code is Code.PASSPHRASE_WRONG
    with open_station(tmp_path, passphrase=PASSPHRASE) as station, station.store.read() as reader:
        verbs = [entry.header.verb for entry in reader.entries(station.profile.id, station.store.epoch)]
    assert verbs[0] == "init"
    assert verbs[-1] == "login"


def test_a_second_copy_of_the_program_is_told_that_one_is_open(tmp_path):
    with make_station(tmp_path), pytest.raises(Trouble) as refused:
        open_station(tmp_path, passphrase=PASSPHRASE)
    assert refused.value.code is Code.HOME_IN_USE


def test_the_recovery_code_opens_the_station_and_sets_a_new_passphrase(tmp_path):
    made = init_station(tmp_path, SETUPS["village"], passphrase=PASSPHRASE, cost=CHEAP)
    made.station.close()
    with pytest.raises(Trouble) as refused:
        recover_station(tmp_path, code="AAAA-BBBB", user="站长", passphrase="新的口令")
    assert refused.value.code is Code.RECOVERY_WRONG
    recover_station(tmp_path, code=made.recovery, user="站长", passphrase="新的口令").close()
    open_station(tmp_path, passphrase="新的口令").close()


def test_a_second_user_has_a_passphrase_of_their_own(tmp_path):
    with make_station(tmp_path) as station:
        station.add_user("调解员小李", "小李的口令")
        assert set(station.users()) == {"站长", "调解员小李"}
        station.change_passphrase("调解员小李", "小李的新口令")
        with pytest.raises(Refusal) as refused:
            station.change_passphrase("调解员小李", "短")
        assert refused.value.code is Code.PASSPHRASE_WEAK
    with open_station(tmp_path, passphrase="小李的新口令", user="调解员小李") as station:
        assert station.user == "调解员小李"
    with pytest.raises(Trouble) as unknown:
        open_station(tmp_path, passphrase="小李的新口令", user="没有这人")
    assert unknown.value.code is Code.USER_UNKNOWN


def test_changing_the_profile_keeps_what_the_certificate_is_bound_to(tmp_path):
    with make_station(tmp_path) as station:
        changed = station.change_profile(replace(station.profile, short="龙瑞", code="0", tier="city"))
        assert (changed.profile.short, changed.profile.code, changed.profile.tier) == (
            "龙瑞",
            station.profile.code,
            "village",
        )


def test_a_sound_station_is_found_sound_and_rebuilds_to_the_same(tmp_path):
    with make_station(tmp_path) as station:
        assert station.examine().sound
        assert station.examine(rebuild=True).sound
