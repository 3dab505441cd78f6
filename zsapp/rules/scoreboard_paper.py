"""The scoreboard on paper (考核评价报告): every figure in a table, the chosen ones as charts. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zsapp.base.items import Thing, item
from zsapp.rules.legal_aid_figures import Indicator
from zsapp.rules.mediation_paper_parts import PaperRow, PaperTable
from zsapp.rules.paper_charts import BARS, TREND, ChartPoint, PaperChart
from zsapp.rules.scoreboard import Score, key_of
from zsapp.rules.scoreboard_pool import number_of

REACHED = {True: "达标", False: "未达标", None: ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPaper(Thing):
    """The scoreboard in the words of its report (考核评价报告)."""

    station: str = item("统计单位", key="")
    period: str = item("统计期", key="")
    made_on: date | None = item("制表日期", key="")
    villages: int | None = item("村（社区）数", key="")
    charts: tuple[PaperChart, ...] = item("图", key="")
    figures: PaperTable | None = item("指标", key="")
    definitions: PaperTable | None = item("指标的定义", key="")


def chart_pair(
    score: Score, places: Mapping[str, Indicator], months: Mapping[date, Indicator]
) -> tuple[PaperChart, ...]:
    """Return an indicator by place and by month; a single place has no bars."""
    goal = score.goal
    shown: dict[str, Any] = {
        "goal": goal.value if goal else None,
        "goal_text": f"目标{goal.text}（{goal.document}，{goal.status}）" if goal else "",
    }
    name = f"{score.figure.id} {score.figure.name}"
    bars = tuple(_point(place, one) for place, one in places.items())
    trend = tuple(_point(f"{month.month}月", one) for month, one in months.items())
    made = []
    if len(bars) > 1:
        made.append(PaperChart(caption=f"{name}（分地区）", kind=BARS, points=bars, **shown))
    if len(trend) > 1:
        made.append(PaperChart(caption=f"{name}（分月）", kind=TREND, points=trend, **shown))
    return tuple(made)


def _point(label: str, one: Indicator) -> ChartPoint:
    return ChartPoint(label=label, text=one.value, value=number_of(one))


def figures_table(found: Iterable[Score]) -> PaperTable:
    """Return every figure: its two numbers, what it was, its target."""
    rows = tuple(PaperRow(at="", cells=_cells(one)) for one in found)
    heads = ("编号", "指标", "分子", "分母", "数值", "上期", "上年同期", "目标", "达标")
    widths = (13, 44, 12, 12, 17, 16, 16, 13, 13)
    return PaperTable(at="", heads=heads, widths=widths, sides="clrrrrrcc", rows=rows, dense=True, least=6)


def _cells(score: Score) -> tuple[str, ...]:
    one = score.figure
    of = "" if one.of is None else str(len(one.of))
    target = score.goal.text if score.goal else ""
    told = (one.value, score.before, score.year_before, target, REACHED[score.reached])
    return (one.id, one.name, str(len(one.ids)), of, *told)


def definitions_table(texts: Mapping[str, tuple[str, str]]) -> PaperTable:
    """Return what each indicator means: its id, its name and its definition."""
    rows = tuple(PaperRow(at="", cells=(key, *told)) for key, told in texts.items())
    heads, widths = ("编号", "指标", "定义"), (13, 44, 99)
    return PaperTable(at="", heads=heads, widths=widths, sides="cll", rows=rows, dense=True, least=6)


def chosen(found: Iterable[Score], keys: Iterable[str]) -> tuple[Score, ...]:
    """Return the scores of some keys or ids, in their own order."""
    wanted = set(keys)
    return tuple(one for one in found if key_of(one.figure) in wanted or one.figure.id in wanted)


ABOUT = {"BoardPaper": BoardPaper}
"""What a form of the scoreboard may be about."""
