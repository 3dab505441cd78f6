"""Sessions (各次调解): each with its day, place, those present and what was said; one record of the whole.

Where sessions are written one by one, the days and the record of the case follow from them, so that states,
checks and papers have one place to look. Files of the old shape hold days and one text: they are read as they
are, and taken apart when a further session is begun. 人民调解法 §27; F08 is printed for each session.
Refuses to know: the case, papers.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from zsapp.base.items import LONG, SHORT, Thing, item
from zsapp.rules.numerals import numeral

Day = date
"""The same type: a session has an item named date."""
SECTION = re.compile(r"^（第([一二三四五六七八九十]+)次[^）\n]*）?", re.MULTILINE)
"""How the record of a session begins within the record of the whole: （第一次，2026年3月9日）."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session(Thing):
    """One session (一次调解), form F08."""

    date: Day | None = item("日期")
    place: str = item("地点", maximum=200)
    present: tuple[str, ...] = item("到场的当事人", verbatim=True, maximum=SHORT)
    invited: tuple[str, ...] = item("参加人", law="人民调解法 第二十条", verbatim=True, maximum=SHORT)
    record: str = item("记录", law="人民调解法 第二十七条", maximum=LONG)


def parts_of_record(days: Sequence[date], record: str) -> tuple[str, ...]:
    """Return the text of each session, where the record is headed （第一次…） for each; else nothing."""
    starts = [found.start() for found in SECTION.finditer(record)]
    if len(starts) != len(days) or len(days) < 2 or starts[0] != 0:
        return ()
    return tuple(record[a:b].strip("\n") for a, b in pairwise([*starts, len(record)]))


def sessions_from(days: Sequence[date], record: str, place: str) -> tuple[Session, ...]:
    """Return days and one text of the old shape as sessions; a text without heads is the first session's."""
    texts = parts_of_record(days, record)
    if texts:
        told = [SECTION.sub("", text, count=1).strip("\n") for text in texts]
    else:
        told = [record, *[""] * max(0, len(days) - 1)] if days or record.strip() else []
    dated = [*days, *[None] * (len(told) - len(days))]
    return tuple(Session(date=day, place=place, record=text) for day, text in zip(dated, told, strict=True))


def days_of(sessions: Sequence[Session]) -> tuple[date, ...]:
    """Return the days of the sessions, in their order."""
    return tuple(one.date for one in sessions if one.date)


def record_of(sessions: Sequence[Session]) -> str:
    """Return the record of the whole: that of the only session, or each under its head."""
    if len(sessions) == 1:
        return sessions[0].record
    return "\n".join(_headed(sessions))


def _headed(sessions: Sequence[Session]) -> Iterator[str]:
    for n, one in enumerate(sessions, 1):
        day = f"，{one.date.year}年{one.date.month}月{one.date.day}日" if one.date else ""
        yield f"（第{numeral(n)}次{day}）\n{one.record}".rstrip("\n")
