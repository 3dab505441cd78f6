"""The desk of papers over a real store: what a case must hold for a final print, and prints of the day."""

from dataclasses import replace
from datetime import date

import pytest

from tests.paper_samples import sample
from tests.stations import acceptance_cases, make_station
from zsapp.base.errors import Code, Refusal
from zsapp.services.station import Station

TODAY = date(2026, 11, 23)
GIVEN = acceptance_cases()


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    """One station for all: each test works on records or papers of its own."""
    with make_station(tmp_path_factory.mktemp("papers") / "home", today=TODAY) as opened:
        for one in GIVEN:
            opened.mediation.import_case(one)
        yield opened


def saved(station, case):
    desk = station.mediation
    return desk.save(desk.new_id(), replace(case, case=""), base_version=0)  # C01 stays the imported one


@pytest.mark.parametrize(
    ("form", "ref", "where"),
    [
        ("F05", "C01", "parties"),
        ("F13", "C08", "outcome.form"),
        ("F20", "C01", "referral.organ"),
        ("F21", "C01", "recusal.name"),
        ("F24", "C05", "parties"),
        ("F27", "C05", "brief"),
        ("F10", "C01", "outcome.form"),
        ("F12", "C09", "dates.visit"),
        ("F16", "C01", "outcome.result"),
        ("F17", "C01", "dates.terminate"),
        ("F18", "C01", "dates.withdraw"),
        ("F19", "C01", "dates.extend_consent"),
        ("F25", "C01", "schedule"),
    ],
)
def test_a_paper_the_case_is_not_ripe_for_is_refused_at_what_is_missing(station, form, ref, where):
    before = station.mediation.history(ref)
    with pytest.raises(Refusal) as refused:
        station.paper.issue(form, ref)
    assert (refused.value.code, refused.value.field) == (Code.FORM_NEEDS, where)
    assert refused.value.facts["missing"][0]["label"] in str(refused.value)
    assert station.paper.issue(form, ref, draft=True).mode == "draft"
    assert station.mediation.history(ref) == before


@pytest.mark.parametrize(
    ("form", "ref"),
    [
        ("F04", "C01"),
        ("F12", "C03"),
        ("F17", "C08"),
        ("F18", "C09"),
        ("F19", "C08"),
        ("F13", "C05"),
        ("F22", "C03"),
    ],
)
def test_a_ripe_paper_goes_out_and_comes_again_byte_for_byte(station, form, ref):
    first = station.paper.issue(form, ref)
    again = station.paper.issue(form, ref)
    assert (first.mode, first.reprint, again.reprint) == ("final", False, True)
    assert first.pdf == again.pdf


def test_the_offers_of_a_case_say_what_is_missing(station):
    offers = {one.form.number: one for one in station.paper.offers(station.mediation.find("C08").case)}
    assert not offers["F17"].lacks
    assert [one.label for one in offers["F10"].lacks] == ["口头协议", "口头协议内容", "协议日期"]
    assert not offers["F02"].lacks


def test_an_oral_agreement_gets_a_number_of_its_own_with_its_first_print(station):
    spoken = replace(sample("oral"), agreement_no="", committee=station.profile.committee, volume_no="")
    view = saved(station, spoken)
    issued = station.paper.issue("F10", view.id)
    assert issued.number == station.mediation.find(view.id).case.agreement_no == "〔2026〕沙龙人调口字第1号"
    assert view.number.endswith("人调字第1号")


def test_a_reminder_is_made_anew_on_another_day_and_reprinted_on_the_same(station):
    number = "〔2026〕沙云人调字第77号"
    view = saved(station, replace(sample("late"), volume_no=number, agreement_no=number))
    first = station.paper.issue("F25", view.id)
    assert station.paper.issue("F25", view.id).pdf == first.pdf
    later = Station(station.store, date(2026, 11, 30))
    renewed = later.paper.issue("F25", view.id)
    assert (renewed.reprint, renewed.pdf == first.pdf) == (False, False)
    verbs = [one.header.verb for one in later.mediation.history(view.id)]
    assert verbs == ["save", "print", "reprint", "print"]


@pytest.mark.parametrize(("form", "ref"), [("F09", "C01"), ("F10", "C05")])
def test_one_side_alone_agrees_on_nothing(station, form, ref):
    case = station.mediation.find(ref).case
    alone = saved(station, replace(case, parties=case.parties[:1], volume_no="", agreement_no=""))
    with pytest.raises(Refusal) as refused:
        station.paper.issue(form, alone.id)
    assert (refused.value.code, refused.value.field) == (Code.FORM_NEEDS, "parties")
    assert "被申请人" in str(refused.value)
