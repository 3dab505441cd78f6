"""Printed numbers and short names of a committee (brief §2.3)."""

import pytest

from zsapp.rules.person import Person
from zsapp.rules.station import NUMBER_PATTERN, StationProfile, number_parts, number_text, short_name


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
