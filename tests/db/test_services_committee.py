"""The committee's roster: kept, changed, taken in from a file, sent upstream."""

from dataclasses import replace
from datetime import date

import pytest

from tests.stations import make_station
from zsapp.base.errors import Code, Refusal
from zsapp.rules.committee import Committee, RosterMediator, Training

SHEET = {
    "name": "中山市沙溪镇龙瑞村人民调解委员会",
    "kind": "村（居）人民调解委员会",
    "elected": date(2024, 3, 1),
    "mediators": [
        {"name": "刘䶮", "sex": "男", "kind": "委员", "post": "主任", "since": date(2024, 3, 1)},
        {"name": "陈丽", "sex": "女", "kind": "委员", "trainings": [{"topic": "调解技巧", "hours": 16}]},
    ],
}


@pytest.fixture
def station(tmp_path):
    with make_station(tmp_path / "home", today=date(2026, 3, 9)) as made:
        yield made


def test_before_anything_is_kept_the_station_offers_its_own_committee(station):
    view = station.committees.find()
    assert (view.version, view.committee.name) == (0, station.profile.committee)
    assert view.committee.kind == "村（居）人民调解委员会"
    assert station.committees.all() == ()


def test_a_roster_file_comes_back_as_it_was(station):
    station.committees.take_in(SHEET)
    assert station.committees.sheet() == SHEET


def test_the_same_file_again_changes_nothing(station):
    first = station.committees.take_in(SHEET)
    assert station.committees.take_in(SHEET).version == first.version
    changed = station.committees.take_in(SHEET | {"phone": "0760-1234567"})
    assert (changed.id, changed.version) == (first.id, first.version + 1)


def test_a_mediator_and_their_training_are_added(station):
    view = station.committees.take_in(SHEET)
    added = RosterMediator(name="黄志", kind="聘任", trainings=(Training(topic="民法典", hours=8),))
    grown = replace(view.committee, mediators=(*view.committee.mediators, added))
    kept = station.committees.save(grown, base_version=view.version)
    assert [one.name for one in kept.committee.mediators] == ["刘䶮", "陈丽", "黄志"]
    assert station.committees.roster(SHEET["name"])[2].trainings[0].hours == 8
    assert [one.committee.name for one in station.committees.all()] == [SHEET["name"]]


def test_a_committee_changed_elsewhere_is_not_overwritten(station):
    view = station.committees.take_in(SHEET)
    station.committees.save(view.committee, base_version=view.version)
    with pytest.raises(Refusal) as refused:
        station.committees.save(view.committee, base_version=view.version)
    assert refused.value.code is Code.RECORD_CHANGED


def test_a_committee_needs_its_name(station):
    with pytest.raises(Refusal) as refused:
        station.committees.save(Committee(), base_version=0)
    assert refused.value.code is Code.COMMITTEE_NAME_MISSING
    assert station.committees.roster("") == ()


def test_an_unknown_key_in_a_roster_file_is_refused_by_name(station):
    with pytest.raises(Refusal) as refused:
        station.committees.take_in({"name": "某调委会", "boss": "刘䶮"})
    assert refused.value.code is Code.IMPORT_KEY_UNKNOWN
    assert station.committees.all() == ()


def test_what_the_law_misses_is_said(station):
    view = station.committees.take_in(SHEET)
    assert [one.rule for one in station.committees.check(view.committee)] == ["C01"]


def test_a_committee_that_is_not_kept_is_refused_by_name(station):
    with pytest.raises(Refusal) as refused:
        station.committees.known("查无此会")
    assert refused.value.code is Code.COMMITTEE_UNKNOWN
    assert station.committees.known().version == 0
