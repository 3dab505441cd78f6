"""The tables that come with the program."""

import shutil
from pathlib import Path

import pytest

from tests.stations import acceptance_cases
from zsapp.base.errors import Code, Trouble
from zsapp.base.items import items
from zsapp.base.paths import shipped
from zsapp.records.variants import TABLE, folded, read_families
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_checks import CHECKS
from zsapp.rules.mediation_parts import Party
from zsapp.rules.tables import cited
from zsapp.services.tables import shipped_tables, tables_in

TABLES = shipped("resources") / "tables"
NAMES = (
    *("calendar.csv", "codes.csv", "law.csv", "regions.csv", "courts.csv", "deadlines.csv"),
    *("routes.csv", "lpr.csv", "limits.csv", TABLE),
    *("places.csv", "hardship_lines.csv", "aid_matters.csv", "aid_exemptions.csv", "aid_materials.csv"),
)


def test_every_variant_leads_to_a_character_that_stands_for_itself() -> None:
    families = read_families(TABLES / TABLE)
    assert [chr(one) for one, plain in families.items() if folded(plain) != plain] == []
    assert len(families) > 4000


@pytest.mark.parametrize(
    ("one", "other"),
    [tuple(pair) for pair in ("羅罗", "黃黄", "陳陈", "峯峰", "堃坤", "喆哲", "著着", "衞卫", "邨村")],
)
def test_traditional_and_variant_characters_are_one_family(one: str, other: str) -> None:
    assert folded(one) == folded(other) == other


def test_the_tables_are_read_once() -> None:
    assert shipped_tables() is shipped_tables()


def read_all(folder: Path) -> None:
    tables_in(folder)
    read_families(folder / TABLE)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("harm", ["missing", "empty", "not text"])
def test_a_table_that_cannot_be_read_is_named(tmp_path: Path, name: str, harm: str) -> None:
    shutil.copytree(TABLES, tmp_path / "tables")
    victim = tmp_path / "tables" / name
    if harm == "missing":
        victim.unlink()
    else:
        victim.write_bytes(b"" if harm == "empty" else b"\xff\xfe\x00")
    with pytest.raises(Trouble) as caught:
        read_all(tmp_path / "tables")
    assert caught.value.code is Code.TABLE_DAMAGED
    assert caught.value.facts["file"] == name


def test_every_region_lies_in_another_up_to_the_province() -> None:
    regions = shipped_tables().regions
    levels = [one.level for one in regions.values()]
    assert (levels.count("city"), levels.count("town"), levels.count("village")) == (1, 23, 287)
    assert all(one.parent in regions for one in regions.values() if one.level != "city")
    assert all(shipped_tables().court_of(one.code) for one in regions.values() if one.level != "city")


def test_every_law_a_check_cites_is_in_the_table() -> None:
    tables = shipped_tables()
    for check in CHECKS:
        assert all(f"{law}{number}" in tables.law for law, number in cited(check.basis)), check.rule
    for period in tables.periods.values():
        assert all(f"{law}{number}" in tables.law for law, number in cited(period.basis)), period.id


def test_an_unread_article_has_no_text_and_says_so() -> None:
    for one in shipped_tables().law.values():
        assert (one.status == "已核") == bool(one.text)
        assert one.source


def test_the_code_lists_hold_every_label_of_the_acceptance_cases() -> None:
    codes = shipped_tables().codes
    wanted = {("dispute_type", case["dispute_type"]) for case in acceptance_cases()} | {
        (one.codes, case[one.name])
        for case in acceptance_cases()
        for one in items(Case)
        if one.codes and case.get(one.name)
    }
    wanted |= {
        (one.codes, str(party[one.name]))
        for case in acceptance_cases()
        for party in case["parties"]
        for one in items(Party)
        if one.codes and party.get(one.name)
    }
    wanted |= {("outcome", case["outcome"]["result"]) for case in acceptance_cases()}
    missing = {(name, text) for name, text in wanted if text not in {one.text for one in codes[name]}}
    assert not missing


def test_a_code_stands_once_in_its_list_and_its_parent_too() -> None:
    for name, rows in shipped_tables().codes.items():
        known = [one.code for one in rows]
        assert len(set(known)) == len(known), name
        assert len({one.text for one in rows}) == len(rows), name
        assert all(not one.parent or one.parent in known for one in rows), name
