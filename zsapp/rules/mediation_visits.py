"""Further visits (再次回访): a committee may look in on an agreement more than once, form F12 for each.

The first visit stands in the case itself, as files carry it. 人民调解法 §31 (the committee watches over the
performance). Refuses to know: the case, papers.
"""

from dataclasses import dataclass
from datetime import date

from zsapp.base.items import Thing, item

Day = date
"""The same type: a visit has an item named date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Thing):
    """One more visit (一次回访)."""

    date: Day | None = item("回访日期", law="人民调解法 第三十一条")
    text: str = item("回访情况", maximum=4000)
