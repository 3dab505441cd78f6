"""The scoreboard: every indicator of a drawn year equals its hand count; places, months, targets."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import pytest

from tests.aid_papers import REFS, gone
from tests.town_year import TODAY, YEAR, TownYear, town_year
from zsapp.base.errors import Code, Trouble
from zsapp.rules.adviser import AdviserContract
from zsapp.rules.legal_aid_facts import Situation
from zsapp.rules.legal_aid_ledger import aid_line
from zsapp.rules.reporting import Period, period_of
from zsapp.rules.scoreboard import (
    Score,
    by_month,
    by_place,
    indicators,
    key_of,
    period_before,
    scores,
    values_of,
    year_before,
)
from zsapp.rules.scoreboard_pool import Pool, number_of
from zsapp.rules.scoreboard_tables import read_definitions, read_goals
from zsapp.rules.scoreboard_work import stands
from zsapp.services.tables import shipped_tables

MONTHS, QUARTERS = 12, 4


@cache
def drawn() -> TownYear:
    return town_year()


@cache
def counted() -> dict[str, str]:
    return values_of(drawn().pool)


def part(top: int, bottom: int) -> str:
    """Return a percentage as the sheet writes it, worked out here once more."""
    if not bottom:
        return "—"
    hundredths = (top * 10_000 * 2 + bottom) // (bottom * 2)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def by_hand_of_the_desk() -> dict[str, str]:
    """Return the indicators of advisers, premises, advice and lectures."""
    year = drawn()
    n, sets, villages = year.sums, year.sets, len(year.pool.villages)
    reached = sum(1 for name, hours in n.items() if name.startswith("hours ") and hours >= 8)
    return {
        "I01 村（社区）法律顾问覆盖率": part(n["signed"], villages),
        "I02 法律顾问月服务时长达标率": part(reached, villages * MONTHS),
        "I03 季度法治讲座达标率": part(len(sets["lectures"]), villages * QUARTERS),
        "I04 工作日志完整率": part(n["whole logs"], n["logs"]),
        "I05 公共法律服务工作室覆盖率": part(len(sets["active"]) + 1, villages),
        "I06 值守开放率": part(n["opened"], n["planned"]),
        "I07 法律咨询人次": str(n["consultations"]),
        "I08 法律咨询当场办结率": part(n["at once"], n["consultations"]),
        "I08-1 约期答复及时率": part(n["in time"], n["promised"]),
        "I16 法治宣传场次": str(n["events"]),
        "I16-1 受众人次": str(n["audience"]),
        "I16-2 发放资料份数": str(n["copies"]),
        "I16-3 每村年均场次": f"{Decimal(n['events']) / villages:.2f}",
        "I16-4 主题覆盖数": str(len(sets["topics"])),
        "I17 每村法律明白人": f"{Decimal(n['literate']) / villages:.2f}",
        "I17-1 培训法律明白人人次": str(n["trained"]),
    }


def by_hand_of_the_work() -> dict[str, str]:
    """Return the indicators from reconsideration on."""
    year = drawn()
    n, sets, villages = year.sums, year.sets, len(year.pool.villages)
    silent = villages * MONTHS - len(sets["months"])
    return {
        "I18 行政复议咨询数": str(n["applications"]),
        "I18-1 行政复议收件数": str(n["received"]),
        "I18-2 行政复议转送数": str(n["forwarded"]),
        "I18-3 行政复议转送及时率": part(n["forwarded in time"], n["forwarded"]),
        "I18-4 前置提示率": part(n["first"], n["received"]),
        "I18-5 超期预警数": str(n["near"]),
        "I19 公证咨询数": str(n["matters"]),
        "I19-1 公证预约成功率": part(n["booked"], n["matters"]),
        "I20-1 律师服务：合同审查": str(n["contracts"] + n["order 合同审查"]),
        "I20-2 律师服务：法律意见": "0",
        "I20-3 律师服务：代写文书": str(n["order 代书"]),
        "I20-4 律师服务：参与调解": str(n["order 参与调解"]),
        "I21 转介数": str(n["referrals"]),
        "I21-1 转介闭环率": part(n["closed"], n["referrals"]),
        "I22 满意率": part(n["fair"], n["rated"]),
        "I22-1 很满意率": part(n["good"], n["rated"]),
        "I22-2 参评率": part(n["rated"], n["visits"]),
        "I22-3 差评回访率": part(n["called"], n["bad"]),
        "I22-4 活动抽样满意率": part(n["sample good"], n["sample"]),
        "I23 台账录入及时率": part(n["soon"], n["entries"]),
        "I24 数据上报及时率": part(len(sets["sent"]), villages * MONTHS),
        "I24-1 数据差错率": part(n["faulty"], n["batches"]),
        "I25 零报告村（社区）月数": part(silent, villages * MONTHS),
    }


def by_hand_of_legal_aid() -> dict[str, str]:
    """Return the indicators of legal aid; nobody drawn is of another group."""
    n = drawn().sums
    done = n["aid 给予"] + n["aid 不予"] + n["aid 视为撤回"]
    mean = Decimal(n["aid urgent days"]) / n["aid urgent sent"]
    groups = {"老年人": n["granted elder"], "妇女": n["granted woman"]}
    shares = {name: part(groups.get(name.partition("：")[2], 0), n["aid 给予"]) for name in counted()}
    return {name: share for name, share in shares.items() if name.startswith("I13 ")} | {
        "I09 法律援助申请接收数": str(n["aid"]),
        "I09-1 转交数": str(n["aid sent"]),
        "I09-2 转交及时率": part(n["aid sent in time"], n["aid sent"]),
        "I10 材料一次齐全率": part(n["aid whole"], n["aid sent"]),
        "I11 给予率": part(n["aid 给予"], done),
        "I11 不予率": part(n["aid 不予"], done),
        "I11 视为撤回率": part(n["aid 视为撤回"], done),
        "I12 中心审查7日内办结率": part(n["aid examined in time"], n["aid examined"]),
        "I14 免予核查占比": part(n["aid 免予核查"], n["aid"]),
        "I14-1 不受限占比": part(n["aid 不受限"], n["aid"]),
        "I15 紧急先行件数": str(n["aid urgent"]),
        "I15-1 紧急件平均响应（日）": str(mean.quantize(Decimal("0.1"), ROUND_HALF_UP)),
    }


def by_hand() -> dict[str, str]:
    """Return every indicator of the drawn year, counted by hand."""
    n = drawn().sums
    told = by_hand_of_the_desk() | by_hand_of_legal_aid() | by_hand_of_the_work()
    for word, name in (("channel", "I07-1 法律咨询（方式）"), ("category", "I07-2 法律咨询（类别）")):
        told |= {f"{name}：{key.partition(' ')[2]}": str(n[key]) for key in n if key.startswith(f"{word} ")}
    return told | {f"I07-3 法律咨询（人群）：{one}": str(n[f"group {one}"]) for one in ("老年人", "妇女")}


def test_the_drawn_year_is_a_whole_town() -> None:
    assert len(drawn().pool.every) > 3000
    assert len(drawn().pool.villages) == 17


def test_every_indicator_equals_its_hand_count() -> None:
    assert {name: counted()[name] for name in by_hand()} == by_hand()


def test_no_indicator_goes_uncounted() -> None:
    assert set(counted()) == set(by_hand())
    assert {one.partition(" ")[0].partition("-")[0] for one in counted()} == {
        f"I{n:02d}" for n in range(1, 26)
    }


def test_legal_aid_is_counted_with_the_rest_and_by_place() -> None:
    tables = shipped_tables()
    lines = {ref: aid_line(Situation(gone(ref), tables, TODAY)) for ref in REFS}
    places = {ref: gone(ref).received.org for ref in REFS}
    pool = replace(drawn().pool, aid=lines, aid_places=places)
    assert values_of(pool)["I09 法律援助申请接收数"] == str(len(REFS))
    here = places["LA-01"]
    assert values_of(pool.at([here]))["I09 法律援助申请接收数"] == str(list(places.values()).count(here))
    nothing = pool.within(Period(date(2020, 1, 1), date(2020, 1, 31)))
    assert values_of(nothing)["I09 法律援助申请接收数"] == "0"


# --- places, months -----------------------------------------------------------------------------------------


def test_places_and_months_add_up_to_the_whole() -> None:
    pool, key = drawn().pool, "I07 法律咨询人次"
    places = by_place(pool, {one: (one,) for one in pool.villages}, key)
    months = by_month(pool, key)
    assert sum(int(one.value) for one in places.values()) == drawn().sums["consultations"]
    assert sum(int(one.value) for one in months.values()) == drawn().sums["consultations"]
    assert list(months) == [date(2026, month, 1) for month in range(1, 13)]
    assert sum(len(one.ids) for one in places.values()) == len(
        {key for one in places.values() for key in one.ids}
    )


def test_a_month_that_has_not_begun_is_no_part_of_the_year() -> None:
    running = replace(drawn().pool, today=date(2026, 3, 15))
    assert [one.first.month for one in running.months()] == [1, 2, 3]
    assert [one.first.month for one in running.quarters()] == [1]
    assert running.last == date(2026, 3, 15)
    assert values_of(running)["I24 数据上报及时率"].endswith("%")


# --- targets, comparison ------------------------------------------------------------------------------------


def test_each_figure_is_held_against_its_target_and_what_it_was() -> None:
    found: dict[str, Score] = {
        key_of(one.figure): one
        for one in scores(drawn().pool, "town", {"I07 法律咨询人次": "12"}, {"I07 法律咨询人次": "10"})
    }
    advice = found["I07 法律咨询人次"]
    assert (advice.before, advice.year_before, advice.goal, advice.reached) == ("12", "10", None, None)
    assert found["I01 村（社区）法律顾问覆盖率"].reached is False
    goal = found["I17 每村法律明白人"].goal
    assert goal is not None
    assert (goal.text, found["I17 每村法律明白人"].reached) == ("3人", False)
    nobody = {key_of(one.figure): one for one in scores(replace(drawn().pool, aid={}), "town", {}, {})}
    assert nobody["I12 中心审查7日内办结率"].reached is None  # nothing to hold against it


def test_a_target_that_is_met_is_said_to_be() -> None:
    whole = {
        one.figure.id: one
        for one in scores(replace(drawn().pool, villages=drawn().pool.villages[1:5]), "town", {}, {})
    }
    assert whole["I01"].reached is True


def test_a_target_holds_for_its_level_and_its_days_only() -> None:
    text = (
        "indicator,level,from,until,value,unit,document,status\n"
        "I07,town,2026-01-01,2026-12-31,100,人次,某文,已核\n"
        "I07,town,2026-06-01,,200,人次,某文,可改\n"
    )
    tables = replace(shipped_tables().scores, goals=read_goals("indicator_targets.csv", text))
    asked = [
        tables.goal_of("I07", "town", date(2026, 3, 1)),
        tables.goal_of("I07", "town", date(2026, 7, 1)),
        tables.goal_of("I07", "village", date(2026, 7, 1)),
        tables.goal_of("I07", "town", date(2025, 7, 1)),
    ]
    assert [one and one.value for one in asked] == [100, 200, None, None]


@pytest.mark.parametrize(
    ("period", "before", "earlier"),
    [
        (period_of("month", 2026, 1), period_of("month", 2025, 12), period_of("month", 2025, 1)),
        (period_of("quarter", 2026, 2), period_of("quarter", 2026, 1), period_of("quarter", 2025, 2)),
        (YEAR, period_of("year", 2025), period_of("year", 2025)),
        (period_of("month", 2028, 2), period_of("month", 2028, 1), period_of("month", 2027, 2)),
        (
            Period(date(2026, 3, 5), date(2026, 3, 9)),
            Period(date(2026, 2, 28), date(2026, 3, 4)),
            Period(date(2025, 3, 5), date(2025, 3, 9)),
        ),
        (
            Period(date(2028, 2, 29), date(2028, 3, 9)),
            Period(date(2028, 2, 19), date(2028, 2, 28)),
            Period(date(2027, 2, 28), date(2027, 3, 9)),
        ),
    ],
)
def test_the_period_before_is_of_the_same_kind(period: Period, before: Period, earlier: Period) -> None:
    assert (period_before(period), year_before(period)) == (before, earlier)


def test_nothing_is_a_dash_and_never_nought() -> None:
    empty = Pool(period=YEAR, today=TODAY, tables=shipped_tables(), villages=())
    shares = [one for one in indicators(empty) if one.of is not None]
    assert shares
    assert {one.value for one in shares} == {"—"}
    assert {number_of(one) for one in shares} == {None}


def test_a_contract_stands_from_its_first_day_to_its_last() -> None:
    row = AdviserContract(date=date(2026, 1, 1), until=date(2026, 12, 31), ended_on=date(2026, 6, 30))
    assert [stands(row, day) for day in (date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 1))] == [
        False,
        True,
        False,
    ]


# --- definitions --------------------------------------------------------------------------------------------


def test_no_number_without_its_definition() -> None:
    tables = shipped_tables().scores
    texts = {one.id: tables.definition_of(one.id) for one in indicators(drawn().pool)}
    assert [key for key, found in texts.items() if found is None] == []
    assert tables.definition_of("I99") is None
    advising, advice = tables.definitions["I01"], tables.definitions["I07"]
    assert advising.text == (
        "期末有有效签约法律顾问的村（社区） ÷ 全部村（社区）（来源：需求说明4.2；全覆盖要求2015年起，已核）"
    )
    assert "÷" not in advice.text


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_definitions, "id,name,numerator,denominator,unit,source,status\nI01,甲,乙,丙,%,丁,也许\n"),
        (
            read_goals,
            "indicator,level,from,until,value,unit,document,status\nI01,,2026-01-01,,多,%,文,已核\n",
        ),
        (
            read_goals,
            "indicator,level,from,until,value,unit,document,status\nI01,省,2026-01-01,,1,%,文,已核\n",
        ),
    ],
)
def test_a_damaged_table_names_its_line(read, text) -> None:
    with pytest.raises(Trouble) as trouble:
        read("indicators.csv", text)
    assert trouble.value.code is Code.TABLE_DAMAGED
