"""Printed numbers and short names of a committee (brief §2.3)."""

from dataclasses import replace

import pytest

from zsapp.base.errors import Code, Refusal
from zsapp.rules.person import Person
from zsapp.rules.station import (
    NUMBER_PATTERN,
    ORAL_PATTERN,
    StationProfile,
    check_profile,
    number_parts,
    number_text,
    short_name,
)


def test_a_number_is_written_with_the_brackets_of_official_papers():
    assert number_text("", year=2026, short="沙云", serial=5) == "〔2026〕沙云人调字第5号"
    assert number_text("{year}-{serial}", year=2026, short="", serial=12) == "2026-12"


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        ("〔2026〕沙云人调字第5号", (2026, "沙云人调字", 5)),
        ("(2026)某调字第041号", (2026, "某调字", 41)),
        ("［2025］ 小榄菊人调口字第 17 号", (2025, "小榄菊人调口字", 17)),
        ("待编", None),
        ("", None),
    ],
)
def test_an_imported_number_is_taken_apart(number, parts):
    assert number_parts(number) == parts


def test_the_usual_short_form_takes_a_character_of_town_and_village():
    assert short_name("沙溪镇", "云涧村") == "沙云"
    assert NUMBER_PATTERN.count("{") == 3


def test_an_empty_profile_and_an_empty_person_ask_for_nothing():
    assert StationProfile().name == Person().name == ""


def test_oral_agreements_are_numbered_apart_by_a_pattern_of_their_own():
    profile = StationProfile(name="云涧村工作室")
    check_profile(profile)
    assert number_text(ORAL_PATTERN, year=2026, short="沙云", serial=1) == "〔2026〕沙云人调口字第1号"
    for wrong in (NUMBER_PATTERN, "口头{year}"):
        with pytest.raises(Refusal) as refused:
            check_profile(replace(profile, oral_pattern=wrong))
        assert (refused.value.code, refused.value.field) == (Code.NUMBER_PATTERN_WRONG, "oral_pattern")
