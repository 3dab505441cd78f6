"""Tables (数据表): the dated tables the rules read, parsed from CSV text.

Calendar, code lists, law texts, regions, courts, periods of time. Reads no disk: `services/tables.py` does. A
table that cannot be read is a Trouble that names the file, never a guess.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, cast

from zsapp.rules.calendar import Calendar, Status
from zsapp.rules.desk_tables import DeskTables
from zsapp.rules.group_table import GroupRow
from zsapp.rules.legal_aid_tables import AidTables
from zsapp.rules.paper_tables import Criterion, Route, Slot
from zsapp.rules.scoreboard_tables import ScoreTables
from zsapp.rules.table_rows import Row, day_of, one_of, read_rows


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One entry of a code list (代码): its text is what records hold; a `/` in it joins type and sub-type."""

    code: str
    text: str
    sort: int
    parent: str
    standard: str
    valid_from: date | None
    valid_to: date | None
    active: bool

    @property
    def label(self) -> str:
        """The text, as shown and as stored."""
        return self.text


@dataclass(frozen=True, slots=True)
class LawText:
    """An article (法条). `status` is 已核 when its text was read in the source, else 待核 without text."""

    law: str
    article: str
    text: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Region:
    """A region (区划): city, town or village. Never keyed by name: 濠涌村 lies in two towns."""

    code: str
    name: str
    parent: str
    level: Literal["city", "town", "village"]
    kind: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Period:
    """A period of time (期限) of the editable table: how long, from what, on what basis, how sure."""

    id: str
    what: str
    count: int
    unit: Literal["day", "workday", "year"]
    start: str
    basis: str
    status: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Every table the rules read."""

    calendar: Calendar
    codes: Mapping[str, tuple[CodeRow, ...]] = field(default_factory=dict)
    law: Mapping[str, LawText] = field(default_factory=dict)
    regions: Mapping[str, Region] = field(default_factory=dict)
    courts: Mapping[str, str] = field(default_factory=dict)
    periods: Mapping[str, Period] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    volume: tuple[Slot, ...] = ()
    quality: tuple[Criterion, ...] = ()
    lpr: tuple[tuple[date, Decimal], ...] = ()
    limits: Mapping[str, Decimal] = field(default_factory=dict)
    aid: AidTables = field(default_factory=AidTables)
    groups: tuple[GroupRow, ...] = ()
    desk: DeskTables = field(default_factory=DeskTables)
    scores: ScoreTables = field(default_factory=ScoreTables)

    def lpr_on(self, day: date) -> Decimal | None:
        """Return the one-year LPR of a day in per cent: the last published by then, None before the first."""
        return next((rate for since, rate in reversed(self.lpr) if since <= day), None)

    def code_of(self, name: str, value: str) -> str:
        """Return the code of an entry that is given by its code or by its text; else what was given."""
        found = next((one.code for one in self.codes.get(name, ()) if value in (one.code, one.text)), "")
        return found or value

    def text_of(self, name: str, value: str) -> str:
        """Return the text of an entry that is given by its code or by its text; else what was given."""
        found = next((one.text for one in self.codes.get(name, ()) if value in (one.code, one.text)), "")
        return found or value

    def law_text(self, basis: str) -> str:
        """Return the articles that a finding's basis cites, whole, one after the other (看法条)."""
        return "\n\n".join(self._article(law, number) for law, number in cited(basis))

    def _article(self, law: str, number: str) -> str:
        known = self.law.get(f"{law}{number}")
        title = f"《{law}》第{number}条" if number else f"《{law}》"
        if known is None:
            return f"{title}（待核）"
        return f"{title}　{known.text or '（待核）'}\n来源：{known.source}"

    def court_of(self, code: str) -> str:
        """Return the basic court that serves a region, or the empty text: a town's serves its villages."""
        region = self.regions.get(code)
        return self.courts.get(code) or (self.courts.get(region.parent, "") if region else "")


CITATION = re.compile(
    r"(?P<law>[一-鿿0-9〔〕]*[一-鿿〕])(?P<numbers>\d+(?:¶\d+)?(?:\([^)]*\))*(?:、\d+(?:¶\d+)?(?:\([^)]*\))*)*)"
)


DECREE = re.compile(r"(?P<law>[一-鿿]*令\d+)\s*(?:第(?P<article>[一二三四五六七八九十])条)?")
"""A decree is known by its own number (粤府令268), so that its articles are written out: 第三条."""
MORE = re.compile(r"\d+(?:\([^)]*\))*$")
"""A further article of the law before it: 法援法31(四);40;42(一)."""


def cited(basis: str) -> tuple[tuple[str, str], ...]:
    """Return (law, article) of each article a basis cites: 民法典19、20 cites two; none, the law whole."""
    found: list[tuple[str, str]] = []
    for part in (one.strip() for one in re.split("[；;]", basis)):
        if decree := DECREE.match(part):
            found.append((decree["law"], _arabic(decree["article"])))
        elif named := CITATION.match(part):
            law = named["law"].removeprefix("参照")
            found += [(law, re.split(r"\D", one)[0]) for one in named["numbers"].split("、")]
        elif found and MORE.match(part):
            found.append((found[-1][0], re.split(r"\D", part)[0]))
    return tuple(found)


def _arabic(article: str | None) -> str:
    return str("一二三四五六七八九十".index(article) + 1) if article else ""


def read_calendar(file: str, text: str) -> Calendar:
    """Return the calendar of a table of days: 放假 or 上班, official or provisional.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> tuple[date, str, str]:
        kind = one_of(row["kind"], "放假", "上班")
        return date.fromisoformat(row["date"]), kind, one_of(row["status"], "official", "provisional")

    days = read_rows(file, text, "date kind source status", make)
    years: dict[int, Status] = {}
    for day, _, status in days:  # one official day makes its year official: the notice covers the year
        if years.get(day.year) != "official":
            years[day.year] = cast("Status", status)
    return Calendar(
        days_off=frozenset(day for day, kind, _ in days if kind == "放假"),
        days_worked=frozenset(day for day, kind, _ in days if kind == "上班"),
        years=years,
    )


def read_codes(file: str, text: str) -> dict[str, tuple[CodeRow, ...]]:
    """Return every code list by its name, its active entries in their order.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> tuple[str, CodeRow]:
        return row["list_id"], CodeRow(
            code=row["code"],
            text=row["text"],
            sort=int(row["sort"]),
            parent=row["parent"],
            standard=row["standard"],
            valid_from=day_of(row["valid_from"]),
            valid_to=day_of(row["valid_to"]),
            active=one_of(row["active"], "0", "1") == "1",
        )

    lists: dict[str, list[CodeRow]] = {}
    columns = "list_id code text sort parent standard valid_from valid_to active"
    for name, one in read_rows(file, text, columns, make):
        lists.setdefault(name, []).append(one)
    return {
        name: tuple(sorted((one for one in rows if one.active), key=lambda one: one.sort))
        for name, rows in lists.items()
    }


def read_law(file: str, text: str) -> dict[str, LawText]:
    """Return the articles by law and number, e.g. 民法典203.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> LawText:
        status = one_of(row["status"], "已核", "待核")
        if (status == "已核") != bool(row["text"]):
            raise ValueError(row["article"])
        body = row["text"].replace("¶", "\n")
        return LawText(row["law"], row["article"], body, row["source"], status)

    return {
        f"{one.law}{one.article}": one
        for one in read_rows(file, text, "law article text source status", make)
    }


def read_regions(file: str, text: str) -> dict[str, Region]:
    """Return the regions by their 12-digit code.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> Region:
        level = cast('Literal["city", "town", "village"]', one_of(row["level"], "city", "town", "village"))
        return Region(row["code"], row["name"], row["parent"], level, row["kind"], row["short_name"])

    found = read_rows(file, text, "code name parent level kind short_name", make)
    return {one.code: one for one in found}


def read_courts(file: str, text: str) -> dict[str, str]:
    """Return the basic court by the code of the town it serves.

    Raises:
        Trouble: TABLE_DAMAGED.
    """
    return dict(read_rows(file, text, "code court source status", lambda row: (row["code"], row["court"])))


def read_periods(file: str, text: str) -> dict[str, Period]:
    """Return the periods by their id, e.g. T3.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> Period:
        return Period(
            id=row["id"],
            what=row["what"],
            count=int(row["count"]),
            unit=cast('Literal["day", "workday", "year"]', one_of(row["unit"], "day", "workday", "year")),
            start=row["start"],
            basis=row["basis"],
            status=row["status"],
            note=row["note"],
        )

    found = read_rows(file, text, "id what count unit start basis status source note", make)
    return {one.id: one for one in found}
