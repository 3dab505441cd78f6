"""The imports' desk (导入旧台账): a table is looked at first, taken in row by row, and can be taken back.

What came in by one file is a batch. To take it back, a record that it made is made void (作废), one that it
changed becomes what it was; whatever was changed since stays as it is and is named. All of it is journalled:
nothing is ever deleted.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from zsapp.base import clock
from zsapp.base.errors import Code, Refusal, ZsError
from zsapp.base.files import name_of, read_whole, write_whole
from zsapp.base.ids import new_id
from zsapp.base.jsonable import jsonable
from zsapp.base.plain import from_plain, to_plain
from zsapp.press.ledgers import Ledger, blank_page, find_ledger
from zsapp.press.xlsx import write_book
from zsapp.press.xlsx_reading import Rows, read_sheet
from zsapp.records.sectors import read_entry
from zsapp.records.store import Reader, Store, Stored, Writer
from zsapp.rules.mediation_old_ledger import Ground, Heading, Plan, Problem, ReadRow, plan_of, read_rows
from zsapp.rules.station import StationProfile
from zsapp.services.mediation import Mediation
from zsapp.services.mediation_files import Foreseen, Imported
from zsapp.services.people import SHAPES, Tied, empty_person, people_in, people_of, unused_people
from zsapp.services.tables import shipped_tables

logger = logging.getLogger(__name__)

TABLE = "mediation.old_cases"
BATCHES = "imports"
KEPT = 200
"""Batches that can be taken back; earlier ones are forgotten, their records are not."""
UNDO = "undo_import"
TAKEN_BACK = "撤销导入"
ENDS = {"agree", "terminate", "withdraw", "close", "file"}
NO_END = "有结果但没有结案日期，会显示为还没有办结；可以补上日期后再导入"
HOW_TO = (
    "必填：纠纷类型；当事人，或申请人和被申请人。几个人之间用“、”隔开，两方之间用“与”隔开。",
    "日期写成 2026-03-09 的样子；金额以元计，只写数字；纠纷类型、来源、结果等写代码表里的名称。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How a table is to be read: which sheet, which columns stand for what, whose it is without a column."""

    sheet: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    committee: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseeable:
    """A row as it would come in: its number in the table, whom and what it is about, what is wrong.

    `caution` is what does not keep it out, but somebody should know.
    """

    row: int
    ref: str
    title: str
    outcome: Foreseen | Literal["refused"]
    problems: tuple[Problem, ...]
    caution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A table looked at: which column is which, which heads are not used, each row."""

    columns: Mapping[str, str]
    unused: tuple[str, ...]
    rows: tuple[Foreseeable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of a table: the batch (empty when nothing changed), the records, the rows refused."""

    batch: str
    imported: tuple[Imported, ...]
    refused: tuple[Foreseeable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What came in by one file: when, from which, how many records, whether it was taken back."""

    id: str
    file: str
    at: str
    records: int
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What taking back did: records made void, records that are what they were, and those left alone."""

    void: tuple[str, ...]
    restored: tuple[str, ...]
    left: tuple[str, ...]


class Imports:
    """The desk."""

    def __init__(
        self, store: Store, profile: StationProfile, today: Callable[[], date], mediation: Mediation
    ) -> None:
        """Work on a store, through the desk of mediation."""
        self._store = store
        self._profile = profile
        self._today = today
        self._mediation = mediation

    def write_template(self, out: Path) -> None:
        """Write the published table, empty, to be filled in.

        Raises:
            Trouble: DISK_FULL, HOME_READ_ONLY, DISK_FAULT.
        """
        page = blank_page(find_ledger(TABLE), HOW_TO)
        write_whole(out, write_book([page], author=self._profile.name, made_at=clock.now()))

    # --- looking and taking -------------------------------------------------------------------------------

    def preview(self, file: Path, how: How | None = None) -> Preview:
        """Look at a table; nothing is stored.

        Raises:
            Trouble: FILE_MISSING, SHEET_UNREADABLE.
            Refusal: SHEET_UNKNOWN, LEDGER_HEADS_MISSING, LEDGER_COLUMN_MISSING, LEDGER_COLUMN_UNKNOWN.
        """
        wanted = how or How()
        rows = read_sheet(read_whole(file), file.name, wanted.sheet)
        ledger = find_ledger(TABLE)
        headings = _headings(ledger)
        plan = plan_of(rows, headings, wanted.told)
        return Preview(
            columns=_heads(rows, plan, headings),
            unused=plan.unused,
            rows=tuple(one for one, _ in self._foreseen(rows, plan, wanted)),
        )

    def take(self, file: Path, how: How | None = None) -> Taken:
        """Take in a table: a row with something wrong in it stays out, the others come in.

        Raises:
            as `preview`.
        """
        wanted = how or How()
        content = read_whole(file)
        rows = read_sheet(content, file.name, wanted.sheet)
        plan = plan_of(rows, _headings(find_ledger(TABLE)), wanted.told)
        imported, refused = [], []
        for one, sheet in self._foreseen(rows, plan, wanted):
            if one.outcome == "refused":
                refused.append(one)
            else:
                imported.append(self._mediation.import_case(sheet))
        batch = self.keep_batch(name_of(file), imported, hashlib.sha256(content).hexdigest())
        return Taken(batch=batch, imported=tuple(imported), refused=tuple(refused))

    def _foreseen(self, rows: Rows, plan: Plan, how: How) -> Iterator[tuple[Foreseeable, dict[str, Any]]]:
        """Give each row as it would come in, with its case in the shape of import files."""
        ground = Ground(
            plan=plan,
            headings=_headings(find_ledger(TABLE)),
            codes=shipped_tables().codes,
            committee=how.committee or self._profile.committee,
            today=self._today(),
        )
        seen: dict[tuple[str, str], int] = {}
        for one in read_rows(rows, ground):
            sheet = one.sheet | {"case": _ref(one.sheet)}
            problems, outcome = list(one.problems), "refused"
            key = (str(sheet["committee"]), str(sheet["case"]))
            if key in seen:
                problems.append(Problem(one.row, "编号", f"与第{seen[key]}行是同一件"))
            elif not problems:
                outcome, found = self._would(one, sheet)
                problems += found
            seen.setdefault(key, one.row)
            yield _foreseeable(one, sheet, "refused" if problems else outcome, problems), sheet

    def _would(self, one: ReadRow, sheet: dict[str, Any]) -> tuple[Any, list[Problem]]:
        """Return what would become of a row that could be read, and what the record says against it."""
        try:
            outcome = self._mediation.foresee_import(sheet)
        except ZsError as error:
            return "refused", [Problem(one.row, error.field, str(error))]
        number = str(sheet.get("volume_no", ""))
        with self._store.read() as reader:
            taken = outcome == "new" and number and reader.number_taken(number)
        return outcome, [Problem(one.row, "编号", f"本站已有编号为{number}的案件")] if taken else []

    # --- batches ------------------------------------------------------------------------------------------

    def keep_batch(self, file: str, imported: Iterable[Imported], sha256: str = "") -> str:
        """Remember what came in by a file, so that it can be taken back; return its number, or nothing."""
        changed = [one.id for one in imported if one.changed]
        if not changed:
            return ""
        batch = new_id()
        with self._store.write() as writer:
            stored = [_stored(writer, one) for one in changed]
            records = [[one.id, one.version] for one in stored]
            facts = {"file": file, "at": clock.stamp(clock.now()), "records": records, "undone": False}
            _keep(writer, batch, facts)
            writer.set_value(BATCHES, json.dumps([batch, *_ids(writer)][:KEPT]).encode())
            payload = {"batch": batch, "sha256": sha256, "records": len(records)}
            # under the service that it brought, not cases: an adviser may bring consultations and no cases
            writer.note("import_file", sector=stored[0].sector, payload=payload)
        logger.info("batch %s of %d records", batch, len(records))
        return batch

    def batches(self) -> tuple[Batch, ...]:
        """Return what came in by files, latest first."""
        with self._store.read() as reader:
            found = [(one, _facts(reader, one)) for one in _ids(reader)]
        return tuple(
            Batch(
                id=one,
                file=facts["file"],
                at=facts["at"],
                records=len(facts["records"]),
                undone=facts["undone"],
            )
            for one, facts in found
        )

    def undo(self, batch: str) -> Undone:
        """Take back what came in by a file; what was changed since is left alone and named.

        The people whom only these cases named go with them.

        Raises:
            Refusal: BATCH_UNKNOWN.
        """
        void: list[str] = []
        restored: list[str] = []
        with self._store.write() as writer:
            facts = _facts(writer, batch)
            taken = [(_stored(writer, record_id), version) for record_id, version in facts["records"]]
            left = [stored.id for stored, version in taken if stored.version != version]
            back = [
                (stored, _before(writer, stored)) for stored, version in taken if stored.version == version
            ]
            gone = _people_gone(writer, back)
            for stored, before in back:
                case = before or replace(from_plain(SHAPES[stored.sector], stored.payload), void=TAKEN_BACK)
                writer.save(stored.sector, stored.id, to_plain(case), base_version=stored.version, verb=UNDO)
                (restored if before else void).append(stored.id)
            for person_id in gone:
                empty_person(writer, person_id, TAKEN_BACK)
            _keep(writer, batch, facts | {"undone": True})
            counts = {"void": len(void), "restored": len(restored), "left": len(left)}
            writer.note(UNDO, sector=taken[0][0].sector, payload={"batch": batch, **counts})
        logger.info("batch %s taken back", batch)
        return Undone(void=tuple(void), restored=tuple(restored), left=tuple(left))


def _headings(ledger: Ledger) -> tuple[Heading, ...]:
    return tuple(Heading(one.item.name, one.item.label, one.aliases) for one in ledger.columns)


def _heads(rows: Rows, plan: Plan, headings: Sequence[Heading]) -> dict[str, str]:
    """Return which head of the table stands for which item, both in words."""
    labels = {one.name: one.label for one in headings}
    return {labels[name]: str(rows[plan.head][at] or "").strip() for name, at in plan.columns.items()}


def _ref(sheet: Mapping[str, Any]) -> str:
    """Return what a row is known by: its number, or without one what it says, so that it comes in once."""
    if number := sheet.get("volume_no"):
        return str(number)
    said = json.dumps(jsonable(sheet), ensure_ascii=False, sort_keys=True)
    return f"旧台账{hashlib.sha256(said.encode()).hexdigest()[:12]}"


def _foreseeable(
    one: ReadRow, sheet: Mapping[str, Any], outcome: Any, problems: Iterable[Problem]
) -> Foreseeable:
    names = "、".join(party["name"] for party in sheet.get("parties", ()))
    title = f"{names} {sheet.get('dispute_type', '')}".strip()
    ended = sheet.get("dates", {}).keys() & ENDS
    lacks_end = bool(sheet.get("outcome", {}).get("result")) and not ended
    return Foreseeable(
        row=one.row,
        ref=str(sheet["case"]),
        title=title,
        outcome=outcome,
        problems=tuple(problems),
        caution=NO_END if lacks_end else "",
    )


def _stored(reader: Reader, record_id: str) -> Stored:
    stored = reader.record(record_id)
    if stored is None:
        raise Refusal(Code.RECORD_UNKNOWN, ref=record_id)
    return stored


def _before(reader: Reader, stored: Stored) -> Tied | None:
    """Return what a record was before its last version, None when that was its first."""
    for entry in reader.history(stored.id):
        if entry.header.version == stored.version - 1 and entry.header.version:
            return from_plain(SHAPES[stored.sector], read_entry(entry))
    return None


def _people_gone(reader: Reader, back: Sequence[tuple[Stored, Tied | None]]) -> tuple[str, ...]:
    """Return the people whom no record will name once these are taken back to what they were before."""
    named = {one for stored, _ in back for one in people_in(stored)}
    still = {one for _, before in back if before for one in people_of(before)}
    return unused_people(reader, named - still, {stored.id for stored, _ in back})


def _key(batch: str) -> str:
    return f"import/{batch}"


def _ids(reader: Reader) -> list[str]:
    return [str(one) for one in json.loads(reader.value(BATCHES) or b"[]")]


def _facts(reader: Reader, batch: str) -> dict[str, Any]:
    found = reader.value(_key(batch))
    if found is None:
        raise Refusal(Code.BATCH_UNKNOWN, field="batch", batch=batch)
    return dict(json.loads(found))


def _keep(writer: Writer, batch: str, facts: Mapping[str, Any]) -> None:
    writer.set_value(_key(batch), json.dumps(facts, ensure_ascii=False).encode())
