"""Rows of the review page (校核的行): records, conflicts, held entries as they are painted. Plain Python."""

from dataclasses import dataclass

from zsapp.rules.review import DONE, RETURNED, WAITING
from zsapp.rules.roles import AREAS
from zsapp.screens.status import day_time
from zsapp.services.conflicts import Conflict
from zsapp.services.review import HeldLine, ReviewLine, Word
from zsapp.services.review_sheet import SheetLine

TONES = {WAITING: "amber", RETURNED: "red", DONE: "green"}


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A record as painted."""

    title: str
    under: str
    pill: str = ""
    tone: str = ""
    right: str = ""


def review_row(one: ReviewLine) -> ReviewRow:
    """Return a record of a station below as painted."""
    told = f"{AREAS.get(one.sector, one.sector)} · {one.number or '未编号'}"
    under = f"退回：{one.reason}" if one.reason else told
    tone = TONES.get(one.state, "")
    return ReviewRow(one.title or "（无标题）", under, one.state, tone, short_place(one.name))


def short_place(name: str) -> str:
    """Return a station's name without what every station's name ends with."""
    return name.removesuffix("公共法律服务工作室").removesuffix("公共法律服务工作站") or name


def held_row(one: HeldLine) -> ReviewRow:
    """Return a held entry as painted."""
    behind = f"，其后 {one.behind} 笔等候" if one.behind else ""
    title = one.title or f"新记录（第 {one.seq} 笔登记）"
    return ReviewRow(title, f"{one.sentence}{behind}", "已隔离", "red", short_place(one.name))


def conflict_row(one: Conflict) -> ReviewRow:
    """Return a conflict as painted."""
    left = [field for field in one.fields if not field.decided]
    under = "、".join(field.label for field in left)
    return ReviewRow(one.title or "（无标题）", under, f"{len(left)}栏待定", "red", short_place(one.owner))


def word_line(one: Word) -> str:
    """Return what was said of a record as one line."""
    said = f"：{one.text}" if one.text else ""
    return f"{day_time(one.at)}　{one.by} {one.who}　{one.state}（第{one.version}版）{said}"


def sheet_text(sheet: tuple[SheetLine, ...]) -> str:
    """Return what is in a record as lines of text, what belongs together set in."""
    lines = ["　" * one.depth + (f"{one.label}：{one.text}" if one.text else one.label) for one in sheet]
    return "\n".join(lines) or "这类记录的内容在这里看不到，请按 Enter 打开"
