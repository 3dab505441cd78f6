"""The centre's answers from a file (导入法律援助处的结果): looked at row by row, then taken in.

A record file or a table (.xlsx). Each entry stands for itself: what is wrong with one keeps none of the
others out, and a file taken in twice changes nothing (D-39). Looking changes nothing at all.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from zsapp.base import clock
from zsapp.base.errors import Refusal
from zsapp.base.files import read_whole, write_whole
from zsapp.press.xlsx import Head, Page, write_book
from zsapp.press.xlsx_reading import read_sheet
from zsapp.rules.legal_aid import LegalAidIntake
from zsapp.rules.legal_aid_answer_sheet import COLUMNS, NUMBER, entries_of
from zsapp.services.legal_aid_course import AidCourse, Answered

Outcome = Literal["new", "same", "refused"]
Entry = Mapping[str, Any]
SHEET = "法律援助结果表"
HOW_TO = (
    "每件申请一行。“接收凭证编号”照接收凭证上的写；“结果”写：受理、给予、不予、补正、视为撤回、转其他机构、办理中、终止或者结案。",
    "日期写成 2026-03-09 的样子；要求补充的材料有几种的，用“、”隔开。没有的栏空着。",
)


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An entry of the centre's file: its place from 1, what it names, what became of it or is wrong."""

    row: int
    ref: str
    answered: Answered | None
    error: Refusal | None

    @property
    def outcome(self) -> Outcome:
        """Say whether it says something new, what is known already, or nothing that can be taken in."""
        if self.answered is None:
            return "refused"
        return "new" if self.answered.changed else "same"


class AidAnswers:
    """The desk that takes in the centre's file."""

    def __init__(self, course: AidCourse, today: Callable[[], date]) -> None:
        """Work beside the desk of courses; `today` is the day the rules use."""
        self._course = course
        self._today = today

    def look(self, file: Path) -> tuple[AnswerRow, ...]:
        """Return what would become of every entry of a file; nothing is stored.

        Raises:
            Trouble: FILE_MISSING, FILE_ENCODING, DATA_UNREADABLE, SHEET_UNREADABLE.
            Refusal: IMPORT_NOT_RECORDS, AID_SHEET_HEADS.
        """
        known: dict[str, LegalAidIntake] = {}

        def foreseen(entry: Entry) -> Answered:
            answered = self._course.foresee(entry, known)
            known[answered.id] = answered.view.intake
            return answered

        return tuple(_rows(self._entries(file), foreseen))

    def take(self, file: Path) -> tuple[AnswerRow, ...]:
        """Take in every entry of a file that can be; twice changes nothing.

        Raises:
            Trouble: as `look`, and what keeps a record from being saved.
            Refusal: as `look`.
        """
        return tuple(_rows(self._entries(file), self._course.answer))

    def _entries(self, file: Path) -> Sequence[Entry]:
        if file.suffix.lower() == ".xlsx":
            return entries_of(read_sheet(read_whole(file), file.name), self._today())
        from zsapp.services.record_files import read_records  # start-up time: PyYAML loads only here

        return read_records(file)

    def write_blank(self, path: Path) -> None:
        """Write an empty table for the centre to fill in.

        Raises:
            Trouble: DISK_FULL, HOME_READ_ONLY, DISK_FAULT.
        """
        heads = [
            Head(one, 28 if one == NUMBER else 16, "day" if one.endswith("日期") else "text")
            for one in COLUMNS
        ]
        page = Page(name=SHEET, title=SHEET, notes=HOW_TO, heads=heads, rows=())
        write_whole(path, write_book([page], author=SHEET, made_at=clock.now()))


def _rows(entries: Sequence[Entry], take: Callable[[Entry], Answered]) -> Iterator[AnswerRow]:
    for row, entry in enumerate(entries, start=1):
        try:
            answered = take(entry)
        except Refusal as error:
            ref = str(entry.get("ref") or entry.get("number") or f"#{row}")[:100]
            yield AnswerRow(row, ref, None, error)
        else:
            yield AnswerRow(row, answered.ref, answered, None)
