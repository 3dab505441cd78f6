"""The scoreboard desk (考核评价): the indicators of a period, by place and by month, and their workbook.

Counted from the records that whoever is logged in may see; nobody looks at a restricted one by that (D-41). A
workbook leaves the encrypted store, so the journal says who made it.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from zsapp.base import clock
from zsapp.base.files import write_whole
from zsapp.base.ids import is_id
from zsapp.press import definition, pdf, raster
from zsapp.press.pdf import Sheet
from zsapp.press.raster import PageImage
from zsapp.press.xlsx import Head, Page, write_book
from zsapp.records.store import Store
from zsapp.rules.legal_aid import SECTOR as INTAKES
from zsapp.rules.reporting import Period
from zsapp.rules.roles import Right
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
from zsapp.rules.scoreboard_paper import (
    REACHED,
    BoardPaper,
    chart_pair,
    chosen,
    definitions_table,
    figures_table,
)
from zsapp.rules.scoreboard_pool import Pool
from zsapp.rules.scoreboard_tables import Definition
from zsapp.rules.station import StationProfile
from zsapp.services.scoreboard_pool import gather, places_of, villages_of
from zsapp.services.tables import shipped_tables

logger = logging.getLogger(__name__)

REPORT = "indicators"
FORM, CHART = "scoreboard.report", "scoreboard.chart"
KEYS = ("I01", "I02", "I07", "I16", "I21-1", "I22")
"""What a report shows as charts unless somebody chooses others."""
HEADS = (
    Head("编号", 9),
    Head("指标", 34),
    Head("分子", 9, "number"),
    Head("分母", 9, "number"),
    Head("数值", 11),
    Head("上期", 11),
    Head("上年同期", 11),
    Head("目标", 10),
    Head("达标", 8),
    Head("目标的文件", 40, "long"),
    Head("定义", 60, "long"),
)


@dataclass(frozen=True, slots=True)
class Board:
    """The scoreboard of a period at a level; `definitions` by the ids of their indicators."""

    period: Period
    level: str
    scores: tuple[Score, ...]
    definitions: Mapping[str, Definition]
    places: tuple[str, ...]
    file: Path | None = None

    def definition_of(self, indicator: str) -> str:
        """Return what an indicator means, in a sentence."""
        found = self.definitions.get(indicator.partition("-")[0])
        return found.text if found else ""


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a figure: a record that can be opened, or a place and time in words (no sector)."""

    id: str
    sector: str
    title: str
    under: str


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One indicator by place and by month: the values as texts, in the order of the places and months."""

    key: str
    places: tuple[tuple[str, str], ...]
    months: tuple[tuple[str, str], ...]


class Scoreboard:
    """The desk."""

    def __init__(self, store: Store, profile: StationProfile, today: Callable[[], date]) -> None:
        """Work on a store for the station of `profile`; `today` is the day the rules use."""
        self._store = store
        self._profile = profile
        self._today = today

    def board(self, period: Period) -> Board:
        """Return the indicators of a period, each with its targets and with what it was before."""
        level, tables = self._profile.tier, shipped_tables()
        before, earlier = (
            values_of(self.pool(period_before(period))),
            values_of(self.pool(year_before(period))),
        )
        found = scores(self.pool(period), level, before, earlier)
        return Board(period, level, found, tables.scores.definitions, tuple(self.places()))

    def breakdown(self, period: Period, key: str) -> Breakdown:
        """Return one indicator of a period by place and by month; `key` is its id and name."""
        pool = self.pool(period)
        places = by_place(pool, self.places(), key)
        months = by_month(pool, key)
        return Breakdown(
            key,
            tuple((name, one.value) for name, one in places.items()),
            tuple((f"{month.year}年{month.month}月", one.value) for month, one in months.items()),
        )

    def behind(self, keys: Sequence[str], limit: int = 200) -> tuple[Behind, ...]:
        """Return what stands behind a figure, the first of them: records, or places with their months."""
        wanted = list(keys[:limit])
        records = [one for one in wanted if is_id(one)]
        with self._store.read() as reader:
            lines = {one.id: one for one in reader.named(records)}
            sectors = reader.sectors_of(records)
        found = []
        for one in wanted:
            if one in lines:
                line = lines[one]
                under = " · ".join(part for part in (line.accepted_on, line.number, line.state) if part)
                found.append(Behind(one, sectors[one], line.title or line.number, under))
            elif one not in records:
                found.append(Behind(one, "", _place_words(one), ""))
        return tuple(found)

    def write(self, period: Period, out: Path) -> Board:
        """Write the scoreboard of a period as a workbook, then each place's figures; the journal says so.

        Raises:
            Refusal: ROLE_MAY_NOT.
            Trouble: DISK_FULL, HOME_READ_ONLY, DISK_FAULT; the old file is untouched.
        """
        self._store.require(Right.EXPORT, INTAKES)
        board, count = self.board(period), len(villages_of(self._profile))
        notes = [
            f"期间：{period.text}　　统计范围：{self._profile.name}（{count}个村、社区）",
            f"制表：{self._profile.name}　　制表日期：{self._today().isoformat()}",
        ]
        pages = [
            Page(name="考核指标", title="公共法律服务考核指标", notes=notes, heads=HEADS, rows=_rows(board)),
            *self._place_pages(period, notes),
        ]
        write_whole(out, write_book(pages, author=self._profile.name, made_at=clock.now()))
        self._note(period)
        return Board(board.period, board.level, board.scores, board.definitions, board.places, out)

    # --- on paper -----------------------------------------------------------------------------------------

    def sheet(self, period: Period, keys: Sequence[str] = KEYS) -> Sheet:
        """Return the report of a period on paper: the chosen indicators as charts, every figure, definitions.

        Raises:
            Trouble: GLYPH_MISSING.
        """
        board, pool = self.board(period), self.pool(period)
        charts = tuple(
            chart
            for one in chosen(board.scores, keys)
            for chart in chart_pair(
                one, by_place(pool, self.places(), key_of(one.figure)), by_month(pool, key_of(one.figure))
            )
        )
        told = {key: (one.name, one.text) for key, one in board.definitions.items()}
        values = BoardPaper(
            station=self._profile.name,
            period=period.text,
            made_on=self._today(),
            villages=len(villages_of(self._profile)),
            charts=charts,
            figures=figures_table(board.scores),
            definitions=definitions_table(told),
        )
        return pdf.draw(definition.find_form(FORM), values, mode="final")

    def chart(self, period: Period, key: str) -> Sheet:
        """Return one indicator by place and month on a sheet of its own, to look at."""
        board, pool = self.board(period), self.pool(period)
        values = BoardPaper(
            station=self._profile.name,
            period=period.text,
            made_on=self._today(),
            villages=len(villages_of(self._profile)),
            charts=tuple(
                each
                for one in chosen(board.scores, [key])
                for each in chart_pair(one, by_place(pool, self.places(), key), by_month(pool, key))
            ),
        )
        return pdf.draw(definition.find_form(CHART), values, mode="final")

    def print_report(self, period: Period, out: Path, keys: Sequence[str] = KEYS) -> Sheet:
        """Write the report of a period as a PDF; the journal says so.

        Raises:
            Refusal: ROLE_MAY_NOT.
            Trouble: DISK_FULL, HOME_READ_ONLY, DISK_FAULT; the old file is untouched.
        """
        self._store.require(Right.EXPORT, INTAKES)
        sheet = self.sheet(period, keys)
        write_whole(out, sheet.pdf)
        self._note(period)
        return sheet

    def _note(self, period: Period) -> None:
        facts = {"report": REPORT, "first": period.first.isoformat(), "last": period.last.isoformat()}
        with self._store.write() as writer:
            writer.note("report", sector=INTAKES, payload=facts)
        logger.info("scoreboard written")

    def page_images(self, document: bytes, *, dpi: float) -> tuple[PageImage, ...]:
        """Return the pages of a report as gray images."""
        return raster.page_images(document, dpi=dpi)

    # --- sheets -------------------------------------------------------------------------------------------

    def _place_pages(self, period: Period, notes: list[str]) -> Iterator[Page]:
        """Yield the sheet of places: an indicator a row, a place a column; none at a village."""
        places = self.places()
        if len(places) < 2:
            return
        pool = self.pool(period)
        values = {name: values_of(pool.at(codes)) for name, codes in places.items()}
        heads = (Head("编号", 9), Head("指标", 34), *(Head(name, 12) for name in places))
        rows = [
            [one.id, one.name, *(values[name].get(key_of(one), "") for name in places)]
            for one in indicators(pool)
        ]
        yield Page(
            name="分地区", title="公共法律服务考核指标（分地区）", notes=notes, heads=heads, rows=rows, wide=4
        )

    def places(self) -> dict[str, tuple[str, ...]]:
        """Return the places that a figure is told by, with their codes: towns, villages, or itself."""
        return places_of(self._profile)

    def pool(self, period: Period) -> Pool:
        """Return everything that counts for a period."""
        return gather(self._store, self._profile, self._today(), period)


def _place_words(key: str) -> str:
    """Return a place and its time in words: 龙瑞村 2026-03."""
    code, _, rest = key.partition(" ")
    region = shipped_tables().regions.get(code)
    return f"{region.name if region else code} {rest}".strip()


def _rows(board: Board) -> list[list[Any]]:
    rows = []
    for score in board.scores:
        one, goal = score.figure, score.goal
        of = None if one.of is None else len(one.of)
        target, document = (goal.text, f"{goal.document}（{goal.status}）") if goal else ("", "")
        told = [one.value, score.before, score.year_before, target, REACHED[score.reached], document]
        rows.append([one.id, one.name, len(one.ids), of, *told, board.definition_of(one.id)])
    return rows
