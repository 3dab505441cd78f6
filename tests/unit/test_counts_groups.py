"""Subtotals of Table B: villages at a town, towns at the city, each figure with its cases."""

from decimal import Decimal

import pytest

from tests.counting import counts, made
from zsapp.rules.mediation_counts_groups import Group, groups_of, place_of, subtotal
from zsapp.rules.reporting import Asked, Report, period_of
from zsapp.services.tables import shipped_tables

REGIONS = shipped_tables().regions
CLOUD = "中山市沙溪镇云涧村人民调解委员会"
SHOP = "中山市沙溪镇云涧村商会人民调解委员会"
TOWN = "中山市沙溪镇人民调解委员会"
EAST = "中山市东区街道花苑社区人民调解委员会"
CITY = "中山市医疗纠纷人民调解委员会"


@pytest.mark.parametrize(
    ("committee", "town", "city"),
    [
        (CLOUD, "云涧村", "沙溪镇"),
        (SHOP, "云涧村", "沙溪镇"),
        (TOWN, "镇街本级", "沙溪镇"),
        (EAST, "花苑社区", "东区街道"),
        (CITY, "镇街本级", "市本级"),
        ("", "镇街本级", "市本级"),
    ],
)
def test_a_committee_is_placed_by_its_name(committee, town, city):
    assert place_of(committee, "town", REGIONS) == town
    assert place_of(committee, "city", REGIONS) == city


def test_a_town_adds_up_its_villages_and_the_city_its_towns():
    names = (EAST, TOWN, CLOUD, SHOP)
    assert groups_of(names, "town", REGIONS) == (
        Group("镇街本级", (TOWN,)),
        Group("云涧村", (CLOUD, SHOP)),
        Group("花苑社区", (EAST,)),
    )
    assert [(one.name, one.shown) for one in groups_of(names, "city", REGIONS)] == [
        ("东区街道", True),
        ("沙溪镇", True),
    ]
    assert [one.shown for one in groups_of(names, "town", REGIONS)] == [False, True, False]
    assert groups_of(names, "village", REGIONS) == ()


def test_a_subtotal_is_the_sum_of_its_committees_and_names_every_case():
    cases = [
        made("A", committee=CLOUD, amount_fen=180_000),
        made("B", committee=SHOP, amount_fen=20_000),
        made("C", committee=EAST),
    ]
    table = counts(cases)
    groups = groups_of([row.name for row in table.rows], "city", REGIONS)
    row = subtotal(next(one for one in groups if one.name == "沙溪镇"), table)
    assert row.name == "沙溪镇小计"
    assert (row.cells["total"].value, row.cells["total"].ids) == (2, ("A", "B"))
    assert row.cells["amount"].value == Decimal("0.2")
    report = Report(
        asked=Asked(period=period_of("year", 2026)), table=table, counted=(), entered={}, groups=groups
    )
    assert [one.name for one in report.lines] == [EAST, "东区街道小计", CLOUD, SHOP, "沙溪镇小计", "合计"]
    assert report.lines[-2].figures["total"] == "2"
    assert Decimal(report.lines[-2].figures["amount"]) == Decimal("0.2")
