"""Charts on paper (图): bars by place, a line by month; what they show, not how they are drawn."""

from dataclasses import dataclass
from decimal import Decimal

from zsapp.base.items import item
from zsapp.rules.mediation_paper_parts import Placed

BARS, TREND = "bars", "trend"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPoint(Placed):
    """A place or a month (数据点): its name, its value as written, its value as a number; None for a dash."""

    label: str = item("名称", key="")
    text: str = item("数值", key="")
    value: Decimal | None = item("大小", key="")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperChart(Placed):
    """A chart (图): `kind` is bars (one below the other) or a trend (months side by side)."""

    caption: str = item("图名", key="")
    kind: str = item("图的种类", key="")
    points: tuple[ChartPoint, ...] = item("数据", key="")
    goal: Decimal | None = item("目标", key="")
    goal_text: str = item("目标的说明", key="")

    @property
    def most(self) -> Decimal:
        """The greatest value on the chart, at least one."""
        found = [one.value for one in self.points if one.value is not None]
        return max([*found, self.goal or Decimal(0), Decimal(1)])
