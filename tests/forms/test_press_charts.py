"""Charts and the scoreboard's report: every value in figures, whole on its page, a goal as a dashed line."""

from datetime import date
from decimal import Decimal

import pytest

from tests.forms.layout import collisions, laid_out, outside
from tests.papers import MADE_AT, SHIPPED, bare, poppler
from zsapp.press.definition import find_form
from zsapp.press.marks import MEASURE, Rule
from zsapp.press.pdf import draw
from zsapp.rules.legal_aid_figures import Indicator
from zsapp.rules.paper_charts import BARS, TREND, ChartPoint, PaperChart
from zsapp.rules.scoreboard import Score
from zsapp.rules.scoreboard_paper import (
    BoardPaper,
    chart_pair,
    chosen,
    definitions_table,
    figures_table,
)
from zsapp.rules.scoreboard_tables import Goal

GOAL = Goal("I22", "", date(2020, 1, 1), None, Decimal(95), "%", "某文", "可改")
HELD = Score(Indicator("I22", "满意率", ("a",) * 9, ("a",) * 10, "90.00%"), "88.00%", "", GOAL, reached=False)
PLAIN = Score(Indicator("I07", "法律咨询人次", ("a", "b"), None, "2"), "3", "1", None, None)
TOWNS = ("石岐街道", "东区街道", "中山港街道", "西区街道", "南区街道", "五桂山街道", "民众街道", "南朗街道")


def point(label: str, text: str) -> ChartPoint:
    value = None if text == "—" else Decimal(text.removesuffix("%"))
    return ChartPoint(label=label, text=text, value=value)


def chart(kind: str, *texts: str, goal: Decimal | None = None) -> PaperChart:
    points = tuple(
        point(f"{n}月" if kind == TREND else f"某某村{n}", text) for n, text in enumerate(texts, 1)
    )
    return PaperChart(
        caption="满意率", kind=kind, points=points, goal=goal, goal_text="目标95%" if goal else ""
    )


def board(*charts: PaperChart, figures: bool = True) -> BoardPaper:
    return BoardPaper(
        station="沙溪镇公共法律服务工作站",
        period="2026年",
        made_on=date(2027, 1, 5),
        villages=17,
        charts=charts,
        figures=figures_table([HELD, PLAIN]) if figures else None,
        definitions=definitions_table({"I22": ("满意率", "评价为基本满意以上的 ÷ 有效评价")}),
    )


@pytest.mark.parametrize(
    ("kind", "texts", "goal"),
    [
        (BARS, ("91.67%", "0.00%", "—", "100.00%"), Decimal(95)),
        (BARS, tuple(str(n * 37) for n in range(29)), None),
        (TREND, ("66.67%", "—", "61.97%", "100.00%"), Decimal(95)),
        (TREND, tuple("0" for _ in range(12)), None),
    ],
)
def test_every_value_stands_in_figures_within_the_page(kind, texts, goal) -> None:
    drawn = board(chart(kind, *texts, goal=goal))
    text = bare(poppler(draw(find_form("Z04"), drawn, mode="final", made_at=MADE_AT, system=SHIPPED).pdf))
    assert [one for one in texts if one not in text] == []
    assert ("虚线：目标95%" in text) is (goal is not None)
    for page in laid_out(find_form("Z04"), drawn):
        assert outside(page, MEASURE) == []


def test_a_bar_is_as_long_as_its_value_says() -> None:
    (page,) = laid_out(find_form("Z04"), board(chart(BARS, "50", "100", "—")))
    bars = [one for one in page.marks if isinstance(one, Rule) and one.width > 5]
    half, whole = (one.x1 - one.x0 for one in bars)
    assert half == pytest.approx(whole / 2)


def test_the_report_has_charts_figures_and_definitions() -> None:
    paper = board(chart(BARS, "1", "2"), chart(TREND, "1", "2"))
    sheet = draw(find_form("Z03"), paper, mode="final", made_at=MADE_AT, system=SHIPPED)
    text = bare(poppler(sheet.pdf))
    for words in ("一、重点指标", "I22满意率91090.00%88.00%95%未达标", "评价为基本满意以上的÷有效评价"):
        assert words in text
    for page in laid_out(find_form("Z03"), paper):
        assert collisions(page) == []


@pytest.mark.parametrize("number", ["Z03", "Z04"])
def test_a_blank_one_is_for_the_hand(number) -> None:
    sheet = draw(find_form(number), None, mode="blank", system=SHIPPED)
    assert find_form(number).title in bare(poppler(sheet.pdf))


def test_one_place_and_one_month_make_no_chart() -> None:
    one = {"石岐街道": HELD.figure}
    assert chart_pair(HELD, one, {date(2026, 1, 1): HELD.figure}) == ()
    places = dict.fromkeys(TOWNS, HELD.figure)
    months = {date(2026, n, 1): PLAIN.figure for n in (1, 2)}
    bars, trend = chart_pair(HELD, places, months)
    assert (bars.kind, bars.goal, len(bars.points), trend.kind) == (BARS, Decimal(95), 8, TREND)
    assert bars.goal_text == "目标95%（某文，可改）"
    assert chart_pair(PLAIN, places, {})[0].goal is None


def test_figures_are_chosen_by_id_or_by_id_and_name() -> None:
    assert chosen([HELD, PLAIN], ["I07 法律咨询人次"]) == (PLAIN,)
    assert chosen([HELD, PLAIN], ["I22", "I99"]) == (HELD,)


def test_a_chart_of_nothing_is_as_high_as_one() -> None:
    assert chart(BARS, "—").most == 1
    assert PaperChart(kind=BARS).most == 1
