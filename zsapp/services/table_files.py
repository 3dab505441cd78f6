"""The dated tables as they lie on disk (数据表文件): every row with its source and how sure it is.

The rules read them parsed (`tables.py`); here a person looks at them: which court serves which town, which
days are official and which provisional, where a rate or a threshold comes from. They are plain CSV files that
a bureau may change; the program reads them when it starts and refuses one that is damaged by its name.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from zsapp.base.errors import Code, Refusal
from zsapp.base.paths import shipped
from zsapp.services.sending import TABLE, Sent
from zsapp.services.tables import is_sent, read_table, shipped_tables

TABLES: Mapping[str, str] = {
    "calendar": "放假和调休",
    "courts": "各镇街对应的基层人民法院",
    "lpr": "一年期贷款市场报价利率",
    "limits": "数额、人数等标准",
    "deadlines": "各项期限",
    "routes": "其他解决途径",
    "quality": "卷宗质量自查",
    "volume": "卷内材料顺序",
    "hardship_lines": "经济困难标准",
    "aid_matters": "法律援助事项",
    "aid_exemptions": "不受限和免予核查的情形",
    "aid_materials": "法律援助申请材料",
    "groups": "特殊群体",
    "notary_matters": "公证事项和材料清单",
    "notary_offices": "公证处",
    "referral_receivers": "转介对象和电话",
    "reconsideration_organs": "行政复议机关",
    "reconsideration_first": "法律规定的复议前置",
    "desk_targets": "法律顾问服务目标",
    "indicators": "考核指标的定义",
    "indicator_targets": "考核指标的目标",
    "law": "法条",
    "regions": "区划",
}
"""What can be looked at, in words."""


def file_of(name: str) -> Path:
    """Return where a table lies.

    Raises:
        Refusal: USAGE for an unknown table.
    """
    if name not in TABLES:
        raise Refusal(Code.USAGE, field="name", what=f"没有“{name}”这张表；可用：{'、'.join(TABLES)}")
    return shipped("resources") / "tables" / f"{name}.csv"


def rows_of(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a table as they stand in its file; a region's code is followed by its name.

    Raises:
        Refusal: USAGE for an unknown table.
        Trouble: FILE_MISSING, TABLE_DAMAGED.
    """
    file, regions = file_of(name), shipped_tables().regions  # which refuses a damaged table by its name
    text = read_table(file.parent, file.name, lambda _name, text: text)  # as sent down, where one was
    rows = tuple(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    if name != "courts":
        return rows
    return tuple({"region": regions[one["code"]].name, **one} for one in rows)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a table in force comes from: the station above that sent it, of which day; or the program."""

    by: str = ""
    day: str = ""
    source: str = ""

    @property
    def words(self) -> str:
        """The origin in words."""
        source = f"，{self.source}" if self.source else ""
        return f"{self.by}下发，{self.day}{source}" if self.by else "随程序"


def origin_of(name: str, sent: Iterable[Sent]) -> Origin:
    """Return where a table comes from, of what stations above have sent to the station that is open.

    Raises:
        Refusal: USAGE for an unknown table.
    """
    file = file_of(name).name
    found = next((one for one in sent if one.kind == TABLE and one.used and one.name == file), None)
    return Origin(found.by, found.day, found.source) if found and is_sent(file) else Origin()


def standing(name: str) -> str:
    """Return in words how sure a table is: how many rows of each status, the latest day it knows."""
    rows = rows_of(name)
    counts: dict[str, int] = {}
    for one in rows:
        counts[one.get("status", "")] = counts.get(one.get("status", ""), 0) + 1
    said = [f"{STATUS.get(status, status)}{count}行" for status, count in counts.items() if status]
    days = [one["date"] for one in rows if one.get("date")]
    return "，".join([f"共{len(rows)}行", *said, *([f"到{max(days)}"] if days else [])])


STATUS = {"official": "官方公布", "provisional": "预估"}
"""How the calendar calls what is sure; the others say it in Chinese."""
