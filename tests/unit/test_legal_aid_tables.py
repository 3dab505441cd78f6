"""The tables of legal aid as text: what is read, and how a damaged one is told."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from zsapp.base.errors import Code, Trouble
from zsapp.rules.legal_aid_tables import (
    read_exemptions,
    read_hardship,
    read_materials,
    read_matters,
    read_places,
)
from zsapp.rules.tables import cited
from zsapp.services.tables import shipped_tables

MATTERS = "code,basis,test,status,source\n"
EXEMPTIONS = "code,kind,basis,matters,condition,group,proofs,status,source\n"
LINES = "from,place,line,base_month,income_year,status,source\n"
MATERIALS = "id,label,matters,when,need,accepted,basis,status,source\n"


@pytest.mark.parametrize(
    ("read", "text", "what"),
    [
        (read_matters, MATTERS + "M01,法援法31,maybe,已核,法\n", "第2行"),
        (read_matters, MATTERS + "M01,法援法31,means,也许,法\n", "第2行"),
        (read_exemptions, EXEMPTIONS + "E1,both,法,*,,,,已核,法\n", "第2行"),
        (read_exemptions, EXEMPTIONS + "E1,unchecked,法,*,tall,,,已核,法\n", "第2行"),
        (read_exemptions, EXEMPTIONS + "E1,unchecked,法,*,,,残疾人证,已核,法\n", "第2行"),
        (read_hardship, LINES + "2024-02-30,4420,2592,5183,2022,已核,市\n", "第2行"),
        (read_hardship, LINES + "2024-02-29,4420,很多,5183,2022,已核,市\n", "第2行"),
        (read_hardship, LINES + "2024-02-29,4420,0,5183,2022,已核,市\n", "第2行"),
        (read_hardship, LINES + "2024-02-29,4420,NaN,5183,2022,已核,市\n", "第2行"),
        (read_materials, MATERIALS + "a,表,*,sometimes,required,表,法,已核,法\n", "第2行"),
        (read_materials, MATERIALS + "a,表,*,always,perhaps,表,法,已核,法\n", "第2行"),
        (read_places, "code,name\n11,北京市\n", "缺少列"),
    ],
)
def test_a_damaged_table_is_told_by_its_line(read: Any, text: str, what: str) -> None:
    with pytest.raises(Trouble) as caught:
        read("表.csv", text)
    assert caught.value.code is Code.TABLE_DAMAGED
    assert caught.value.facts == {"file": "表.csv", "what": what}


def test_a_new_line_counts_from_its_day() -> None:
    rows = "2026-04-01,4420,2800,5600,2025,已核,市\n2023-03-10,4420,2592.00,5183.00,2022,已核,市\n"
    tables = shipped_tables().aid
    lines = read_hardship("hardship_lines.csv", LINES + rows)
    dated = type(tables)(hardship=lines)
    found = [dated.hardship_on(day) for day in (date(2023, 3, 9), date(2026, 3, 31), date(2026, 4, 1))]
    assert [one and one.line for one in found] == [None, Decimal("2592.00"), Decimal(2800)]


def test_every_matter_and_exemption_has_its_text_and_every_law_its_row() -> None:
    tables = shipped_tables()
    texts = {name: {row.code for row in tables.codes[name]} for name in ("aid_matter", "aid_exempt")}
    assert set(tables.aid.matters) == texts["aid_matter"]
    assert set(tables.aid.exemptions) == texts["aid_exempt"]
    rows = [*tables.aid.matters.values(), *tables.aid.exemptions.values(), *tables.aid.materials]
    for row in rows:
        assert all(f"{law}{number}" in tables.law for law, number in cited(row.basis)), row


def test_what_rests_on_memory_or_waits_for_the_bureau_says_so() -> None:
    aid = shipped_tables().aid
    assert {one.status for one in aid.matters.values()} == {"已核", "待核", "待市局确认"}
    assert all(one.status == "待核" for one in aid.exemptions.values() if one.code.startswith("EMIL"))


def test_a_code_may_be_given_by_its_text() -> None:
    tables = shipped_tables()
    assert tables.code_of("id_type", "居民身份证") == tables.code_of("id_type", "01") == "01"
    assert tables.text_of("sex", "1") == tables.text_of("sex", "男") == "男"
    assert tables.text_of("sex", "x") == tables.code_of("sex", "x") == "x"
    assert tables.text_of("no_list", "") == ""
