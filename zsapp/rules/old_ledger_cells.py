"""Cells of old ledgers (旧台账的单元格): days, amounts, entries of code lists as people write them. Pure.

A cell holds what its program made of it: a number where a day was meant, a day where a number was. Nothing is
guessed that two people would read differently: what comes near is said instead.
"""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from zsapp.rules.mediation_ledger import FAILURE, SUCCESS, WITHDRAWN
from zsapp.rules.reading import Reading, plain_digits, read_date, read_money
from zsapp.rules.tables import CodeRow

DAY_ZERO = date(1899, 12, 30)
FIRST_DAY, LAST_DAY = 30_000, 80_000
"""Numbers that may be days of a sheet: 1982 to 2119."""
WAN = "万"
NOTHING = ("/", "-", "—", "无")
"""How people write that there is nothing."""
DATED = re.compile(r"\d{4}")
CLOCK = re.compile(r"\s*\d{1,2}:\d{2}(:\d{2})?$")


def text_of(cell: Any) -> str:
    """Return what stands in a cell as text: a number without idle places, a day in ISO."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell).replace("_x000D_", "\n").replace("\r\n", "\n").strip()


def read_day(cell: Any, today: date) -> Reading:
    """Read a day: a day of the sheet, its number of days since 1900, or a text in any usual way.

    A day must say its year: nobody knows of which year an old table is.
    """
    if isinstance(cell, datetime):
        return Reading(cell.date())
    if isinstance(cell, date):
        return Reading(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and FIRST_DAY <= cell < LAST_DAY:
        return Reading(DAY_ZERO + timedelta(days=int(cell)))
    text = CLOCK.sub("", text_of(cell))
    if text in NOTHING:
        return Reading()
    reading = read_date(text, today)
    if reading.value is not None and not DATED.match(plain_digits(text)):
        return Reading(fault=f"日期“{text}”没有写年份")
    return reading


def read_amount(cell: Any, *, in_wan: bool) -> Reading:
    """Read an amount in 元, or in 万元 where the heading says so and the cell does not."""
    text = text_of(cell)
    if text in NOTHING:
        return Reading()
    reading = read_money(text)
    if reading.fault or reading.value is None or not in_wan or WAN in text:
        return reading
    return Reading(reading.value * 10_000)


def read_label(text: str, rows: Sequence[CodeRow], words: Iterable[tuple[str, str]] = ()) -> Reading:
    """Read an entry of a code list by its label, its last part or a word in it; else say what comes near."""
    if not text or text in NOTHING[:3]:
        return Reading()
    labels = [one.text for one in rows]
    if text in labels:
        return Reading(text)
    core = _core(text)
    same = [label for label in labels if core in (_core(label), _core(label.rsplit("/", 1)[-1]))]
    if same:
        return Reading(same[0])
    for word, label in words:
        if word in text and label in labels:
            return Reading(label)
    tops = [label for label in labels if "/" not in label]
    within = [label for label in tops if core and (core in _core(label) or _core(label) in core)]
    if len(within) == 1:
        return Reading(within[0])
    near = within or difflib.get_close_matches(text, labels, n=3, cutoff=0.3)
    hint = f"，是不是{'、'.join(f'“{one}”' for one in near[:3])}？" if near else ""
    return Reading(fault=f"代码表里没有“{text[:20]}”{hint}")


def _core(label: str) -> str:
    return label.replace("纠纷", "").replace("调解", "").replace(" ", "")


WORDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "dispute_type": (
        *(("工资", "劳动争议纠纷/拖欠农民工工资纠纷"), ("欠薪", "劳动争议纠纷/拖欠农民工工资纠纷")),
        *(("交通", "道路交通事故纠纷"), ("医患", "医疗纠纷"), ("借贷", "合同纠纷/民间借贷纠纷")),
        *(("债务", "合同纠纷/民间借贷纠纷"), ("网购", "消费纠纷/电子商务纠纷"), ("拆迁", "征地拆迁纠纷")),
        *(("宅基", "房屋宅基地纠纷/宅基地纠纷"), ("婚姻", "婚姻家庭纠纷"), ("家庭", "婚姻家庭纠纷")),
    ),
    "source": (
        *(("主动", "主动调解"), ("排查", "主动调解"), ("申请", "依申请调解"), ("法院", "法院委托移送")),
        *(("检察", "检察院委托移送"), ("公安", "公安机关委托移送"), ("派出所", "公安机关委托移送")),
        *(("交警", "公安机关委托移送"), ("信访", "信访部门委托移送")),
        *(("移送", "其他部门委托移送"), ("委托", "其他部门委托移送")),
    ),
    "difficulty": (("简", "简易"), ("普通", "一般"), ("重大", "重大"), ("复杂", "疑难"), ("疑难", "疑难")),
    "result": (
        *(("不予受理", "不予受理"), ("撤", WITHDRAWN), ("自行和解", WITHDRAWN)),
        *(("未", FAILURE), ("不成", FAILURE), ("失败", FAILURE), ("终止", FAILURE)),
        *(("成功", SUCCESS), ("达成", SUCCESS), ("和解", SUCCESS)),
    ),
    "form": (("口头", "口头"), ("书面", "书面"), ("协议书", "书面"), ("未", "无")),
    "performance": (
        *(("反悔", "达成协议后反悔起诉"), ("未履行", "未履行"), ("部分", "部分履行"), ("正在", "履行中")),
        *(("当场", "即时履行"), ("即时", "即时履行"), ("完", "履行完毕"), ("已履行", "履行完毕")),
    ),
    "confirmation": (
        *(("未", "未申请"), ("否", "未申请"), ("无", "未申请"), ("驳回", "裁定驳回"), ("有效", "已确认有效")),
        *(("已确认", "已确认有效"), ("申请", "已申请"), ("是", "已申请")),
    ),
}
"""How people put it, in the order in which it is tried: the first word that is met decides."""
