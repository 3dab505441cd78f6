"""Periods, what people enter, what is frozen, and how the cases differ from it since."""

from datetime import date
from decimal import Decimal

import pytest

from tests.counting import VILLAGE, counts, made
from zsapp.base.errors import Code, Refusal
from zsapp.rules.mediation_counts import Counted
from zsapp.rules.mediation_parts import HeadCount
from zsapp.rules.reporting import (
    Counters,
    Difference,
    FrozenReport,
    Kind,
    Period,
    counter_keys,
    counter_of,
    differences,
    entered_of,
    figures_of,
    frozen_cases,
    period_of,
    set_counter,
)

OTHER = "中山市三角镇稻香村人民调解委员会"


@pytest.mark.parametrize(
    ("kind", "number", "first", "last", "words"),
    [
        ("month", 2, "2026-02-01", "2026-02-28", "2026年2月"),
        ("month", 12, "2026-12-01", "2026-12-31", "2026年12月"),
        ("quarter", 1, "2026-01-01", "2026-03-31", "2026年第1季度"),
        ("quarter", 4, "2026-10-01", "2026-12-31", "2026年第4季度"),
        ("half", 1, "2026-01-01", "2026-06-30", "2026年上半年"),
        ("half", 2, "2026-07-01", "2026-12-31", "2026年下半年"),
        ("year", 1, "2026-01-01", "2026-12-31", "2026年"),
    ],
)
def test_a_period_has_its_days_and_its_name(
    kind: Kind, number: int, first: str, last: str, words: str
) -> None:
    period = period_of(kind, 2026, number)
    assert (period.first.isoformat(), period.last.isoformat(), period.text) == (first, last, words)


def test_a_period_of_nobodys_calendar_is_named_by_its_days() -> None:
    assert Period(date(2026, 2, 26), date(2026, 3, 25)).text == "2026年2月26日至2026年3月25日"


def test_a_month_lies_within_a_quarter_or_is_cut_by_a_period() -> None:
    month, quarter = period_of("month", 2026, 3), period_of("quarter", 2026, 1)
    cut = Period(date(2026, 3, 10), date(2026, 4, 9))
    assert quarter.holds(month)
    assert (cut.holds(month), cut.meets(month)) == (False, True)
    assert not quarter.meets(period_of("month", 2026, 4))


# --- counters ---------------------------------------------------------------------------------------------


def test_counters_are_entered_by_their_names() -> None:
    assert counter_keys() == (
        *("排查纠纷", "预防纠纷", "民间纠纷引起自杀.件", "民间纠纷引起自杀.人"),
        *("民间纠纷转化为刑事案件.件", "民间纠纷转化为刑事案件.人", "群体性上访.件", "群体性上访.人"),
        *("群体性械斗.件", "群体性械斗.人", "法院维持", "法院变更", "法院撤销"),
    )
    counters = Counters(committee=VILLAGE, month=date(2026, 3, 1))
    for number, key in enumerate(counter_keys(), 1):
        assert counter_of(counters, key) is None
        counters = set_counter(counters, key, number)
    assert [counter_of(counters, key) for key in counter_keys()] == list(range(1, 14))
    assert counters.petition == HeadCount(incidents=7, people=8)
    assert (counters.committee, counters.period.text) == (VILLAGE, "2026年3月")


def test_a_counter_that_nobody_knows_or_a_number_out_of_reason_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        set_counter(Counters(), "排查次数", 1)
    assert refused.value.code is Code.IMPORT_KEY_UNKNOWN
    with pytest.raises(Refusal) as refused:
        set_counter(Counters(), "排查纠纷", 10**7)
    assert refused.value.code is Code.NUMBER_OUT_OF_RANGE


def test_the_months_of_a_committee_add_up() -> None:
    march = Counters(committee=VILLAGE, screened=12, petition=HeadCount(incidents=1, people=12))
    april = Counters(committee=VILLAGE, screened=8, averted=2, upheld=1)
    found = entered_of([march, april, Counters(committee=OTHER)])
    assert {name: count for name, count in found[VILLAGE].items() if count} == {
        "screened": 20, "averted": 2, "upheld": 1, "petition_cases": 1, "petition_people": 12,
    }  # fmt: skip
    assert not any(found[OTHER].values())


# --- frozen -----------------------------------------------------------------------------------------------


def freeze(*cases: Counted) -> FrozenReport:
    table = counts(list(cases))
    rows, total = figures_of(table)
    return FrozenReport(rows=rows, total=total, cases=frozen_cases(table, cases, 12))


def since(then: FrozenReport, *cases: Counted) -> dict[tuple[str, str], Difference]:
    table = counts(list(cases))
    found = differences(then, table, frozen_cases(table, cases, 12))
    return {(one.row, one.column): one for one in found}


def test_what_has_not_changed_does_not_differ() -> None:
    cases = made("A", amount_fen=180_000), made("B", result="调解不成", form="无", performance="不适用")
    assert since(freeze(*cases), *cases) == {}


def test_a_case_that_ends_later_differs_in_its_columns_and_is_named() -> None:
    running = made("A", result="", form="", performance="")
    found = since(freeze(running), made("A", amount_fen=180_000))
    assert {column for row, column in found if row == "合计"} == {"success", "amount", "written", "performed"}
    success = found[VILLAGE, "success"]
    assert (success.then, success.now, success.came, success.went) == ("0", "1", ("A",), ())
    assert (found["合计", "amount"].then, found["合计", "amount"].now) == ("0", "0.18")


def test_a_case_that_was_moved_to_another_type_went_and_came() -> None:
    found = since(freeze(made("A")), made("A", dispute_type="物业纠纷"))
    assert found[VILLAGE, "type_02"].went == ("A",)
    assert found[VILLAGE, "type_15"].came == ("A",)


def test_a_case_with_more_people_or_money_is_named_as_altered() -> None:
    found = since(freeze(made("A", amount_fen=100), made("B")), made("A", amount_fen=300, heads=5), made("B"))
    assert (found["合计", "heads"].now, found["合计", "heads"].altered) == ("7", ("A",))
    assert found["合计", "amount"].altered == ("A",)


def test_a_committee_that_came_or_went_differs_in_its_own_row() -> None:
    there, here = made("B", committee=OTHER), made("A")
    came = since(freeze(here), here, there)
    assert came[OTHER, "total"].came == ("B",)
    assert (VILLAGE, "total") not in came
    gone = since(freeze(here, there), here)
    assert (gone[OTHER, "total"].then, gone[OTHER, "total"].now, gone[OTHER, "total"].went) == (
        "1",
        "0",
        ("B",),
    )


def test_a_frozen_case_says_where_it_counted_with_how_much() -> None:
    (case,) = freeze(made("A", amount_fen=180_000)).cases
    assert (case.heads, case.amount) == (2, Decimal(1800))
    assert case.columns.split() == [
        *("total", "success", "amount", "body_village", "source_2", "type_02", "written", "performed"),
    ]


def test_a_frozen_report_is_found_by_its_period_and_basis() -> None:
    first, last = date(2026, 1, 1), date(2026, 3, 31)
    report = FrozenReport(report="table_b", first=first, last=last, basis="closed", committee=VILLAGE)
    assert report.ref == f"table_b/2026-01-01/2026-03-31/closed/{VILLAGE}"
