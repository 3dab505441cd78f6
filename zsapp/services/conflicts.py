"""Conflicts (冲突): two stations have changed one version of a record; nothing of either is lost (sync 7).

Versions that stand beside each other are laid together at the station directly above their owner: different
fields merge at once, the same field waits in a queue with the owner's value shown until a person decides it,
field by field. Merging and deciding are entries; the owner hears of the outcome and goes on from there.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zsapp.base.canonical import read_canonical
from zsapp.base.clock import read_stamp
from zsapp.base.entry import Entry
from zsapp.base.errors import Code, Refusal
from zsapp.exchange.certificates import Certificate
from zsapp.records import sectors
from zsapp.records.quarantine import Fault
from zsapp.records.review_rows import HELD, OVERTAKEN
from zsapp.records.store import Reader, Store, Stored, Writer
from zsapp.records.travel import VersionRow
from zsapp.rules.lineage import Lineage, Place, Version
from zsapp.rules.merging import MINE, THEIRS, Path, conflicts, merged, name_of, value_at
from zsapp.rules.review import CONFLICT, DECIDE, MERGE_DOWN, MERGE_OF
from zsapp.services import credentials
from zsapp.services.below import reviewed_stations, stations_below
from zsapp.services.review_sheet import label_of

logger = logging.getLogger(__name__)

NAMED = 200
"""Characters of the fields' names that the queue and the acknowledgement show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field that two have changed: its name and label, both values, what a person has said of it so far."""

    name: str
    label: str
    mine: Any
    theirs: Any
    decided: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A version that stands beside the owner's: of which record, whose, and the fields to be decided."""

    record_id: str
    sector: str
    title: str
    number: str
    owner: str
    other: str
    version: int
    at: datetime
    fields: tuple[Field, ...]


class _Versions:
    """The versions of one record that are here, and how they come from each other."""

    def __init__(self, reader: Reader, stored: Stored) -> None:
        fit = [one for one in reader.versions(stored.id) if one.code in ("", CONFLICT)]
        self.rows = {_place(one.entry): one for one in fit}
        taken_in: dict[Place, list[Place]] = {}
        for entry in reader.history(stored.id):
            if entry.header.verb == MERGE_OF:
                said = read_canonical(entry.payload or b"{}")
                taken_in.setdefault(_place_in(said.get("merge")), []).extend(
                    map(_place_in, said.get("of", ()))
                )
        versions = [_version(one.entry) for one in fit]
        self.lineage = Lineage(versions, stored.station, taken_in)
        self.heads = self.lineage.heads()
        self.closed = any(one.entry.payload is None for one in fit)
        self.restricted = any(sectors.guard_of(stored.sector, sectors.read_entry(one.entry)) for one in fit)
        self.latest = max((one.version for one in versions), default=0)

    def document(self, one: Version | None) -> dict[str, Any]:
        """Return what a version says, nothing before the first."""
        return sectors.read_entry(self.rows[one.place].entry) if one else {}

    def base(self, theirs: Version) -> dict[str, Any]:
        """Return what the owner's version and another both come from."""
        return self.document(self.lineage.meeting_point(self.heads[0], theirs))


def _place(entry: Entry) -> Place:
    return entry.header.station, entry.header.epoch, entry.header.seq


def _place_in(said: Any) -> Place:
    """Return a place as an entry says it; one that is none stands nowhere."""
    if isinstance(said, list) and len(said) == 3 and isinstance(said[0], str):
        return said[0], int(said[1]), int(said[2])
    return "", 0, 0


def _version(entry: Entry) -> Version:
    header = entry.header
    return Version(header.station, header.epoch, header.seq, header.version, header.base_version)


class Beside:
    """Notices, while entries are taken in, which records may have versions beside each other."""

    def __init__(self, reader: Reader) -> None:
        """Ask a store."""
        self._reader = reader
        self.records: dict[str, None] = {}

    def see(self, entry: Entry) -> None:
        """Look at an entry that is about to be taken in."""
        header = entry.header
        if header.verb == MERGE_OF:
            self.records[header.record_id] = None
        elif header.version:
            shown = self._reader.shown_entry(header.record_id)
            if shown and (shown.header.station, shown.header.epoch) != (header.station, header.epoch):
                self.records[header.record_id] = None


def settle(writer: Writer, record_id: str) -> None:
    """Lay the versions of a record together that stand beside each other."""
    stored = writer.record(record_id)
    known = _Versions(writer, stored) if stored else None
    if stored is None or known is None or known.closed or not known.heads:
        return
    kinds = {one.place: _kind(known, one) for one in known.heads[1:]}
    here = _merges_here(writer, stored, known)
    mergeable = [one for one in known.heads[1:] if kinds[one.place] is None and here]
    if mergeable:
        document = known.document(known.heads[0])
        for one in mergeable:
            document = merged(known.base(one), document, known.document(one))
        _write(writer, stored, known, document, mergeable)
    held, passed = [], _under(known)
    for one in known.heads[1:]:
        row, kind = known.rows[one.place], kinds[one.place]
        if kind == SAME or one in mergeable:
            passed.append(row)
        elif not row.state:
            held.append((row, Fault(CONFLICT, kind or "")))
    passed = [one for one in passed if one.state != OVERTAKEN]
    if held or passed:
        writer.set_aside(held, passed, record_id)


SAME = "="
"""A version that says nothing which the owner's does not say too."""


def _kind(known: _Versions, one: Version) -> str | None:
    """Return the fields that a version and the owner's have both changed, None where none is, or `SAME`."""
    ours, theirs, base = known.document(known.heads[0]), known.document(one), known.base(one)
    if fields := conflicts(base, ours, theirs):
        return "、".join(map(name_of, fields))[:NAMED]
    return SAME if ours in (theirs, merged(base, ours, theirs)) else None


def _under(known: _Versions) -> list[VersionRow]:
    """Return the versions that are no head any more and could be shown before the owner's."""
    heads = {one.place for one in known.heads}
    mine = known.heads[0]
    line = {mine.place, *known.lineage.ancestors(mine)}
    off = [row for place, row in known.rows.items() if place not in heads and place not in line]
    waiting = [row for place, row in known.rows.items() if row.state == HELD and place not in heads]
    top = _weight(known.rows[mine.place])
    above = [row for place, row in known.rows.items() if place not in heads and _weight(row) > top]
    return list({row.pk: row for row in (*off, *waiting, *above)}.values())


def _weight(row: VersionRow) -> tuple[int, str]:
    """Return by what the index would show a version before another."""
    return row.entry.header.version, row.entry.hash


def _merges_here(reader: Reader, stored: Stored, known: _Versions) -> bool:
    """Say whether versions are laid together here; restricted ones are read by the city alone.

    The city does it too where no station between has both: two towns' villages have taken one record.
    """
    if stored.station == reader.own or stored.station in reviewed_stations(reader):
        return True
    own = credentials.read_own_chain(reader) or ()
    below = stations_below(reader) if own[:1] == credentials.city_of(own) else {}
    if stored.station not in below or known.restricted:
        return stored.station in below
    others = {one.station for one in known.heads[1:]} & set(below)
    return any(not _meet_below(below, below[stored.station], below[one]) for one in others)


def _meet_below(below: Mapping[str, Certificate], owner: Certificate, other: Certificate) -> bool:
    """Say whether one of the stations below us has two others below it, or is one of them."""
    return any(above.reaches(owner) and above.reaches(other) for above in below.values())


def _write(
    writer: Writer, stored: Stored, known: _Versions, document: dict[str, Any], taken_in: list[Version]
) -> None:
    """Save what versions say together, say which it has taken in, and tell the owner."""
    mine = known.heads[0]
    sectors.check_payload(stored.sector, document)
    saved = writer.merge(
        stored.sector, stored.id, document, base_version=mine.version, version=known.latest + 1
    )
    _note_merge(writer, stored, _place(saved), [mine, *taken_in])
    if stored.station != writer.own:
        said = {"to": stored.station, "of": list(mine.place), "document": document}
        writer.hear(MERGE_DOWN, stored.sector, stored.id, said)
    logger.info("merged versions of a record of sector %s", stored.sector)


def _note_merge(writer: Writer, stored: Stored, place: Place, taken_in: list[Version]) -> None:
    said = {"merge": list(place), "of": [list(one.place) for one in taken_in]}
    writer.hear(MERGE_OF, stored.sector, stored.id, said)


class Conflicts:
    """The desk that decides what two have said at once."""

    def __init__(self, store: Store) -> None:
        """Work on a store."""
        self._store = store

    def listing(self) -> tuple[Conflict, ...]:
        """Return what waits for a decision, as far as the records may be seen, the oldest first."""
        with self._store.read() as reader:
            held = {one.record_id for one in reader.held() if one.code == CONFLICT}
            names = {one.station: one.name for one in credentials.read_known(reader)}
            stored = [reader.record(one) for one in sorted(held)]
            return tuple(found for one in stored if one for found in _conflicts(reader, one, names))

    def decide(self, ref: str, field: str, side: str) -> bool:
        """Decide one field of a record, ours or theirs; say whether that was the last one.

        Raises:
            Refusal: RECORD_UNKNOWN, CONFLICT_UNKNOWN, REVIEW_NOT_YOURS, USAGE, ROLE_MAY_NOT.
        """
        if side not in (MINE, THEIRS):
            raise Refusal(Code.USAGE, field="side", what=f"应写 {MINE}（本单位的）或 {THEIRS}（对方的）")
        with self._store.read() as reader:
            record_id = reader.resolve(ref)
            stored = reader.record(record_id) if record_id else None
        if stored is None:
            raise Refusal(Code.RECORD_UNKNOWN, ref=ref)
        with self._store.write() as writer:
            return _decide(writer, stored, field, side)


def _decide(writer: Writer, stored: Stored, field: str, side: str) -> bool:
    known = _Versions(writer, stored)
    if not _merges_here(writer, stored, known):
        raise Refusal(Code.REVIEW_NOT_YOURS, title=stored.title)
    mine, *others = known.heads
    ours, decided = known.document(mine), _decided(writer, stored)
    named = {name_of(path): one for one in others for path in _fields(known, ours, one)}
    if field not in named:
        raise Refusal(Code.CONFLICT_UNKNOWN, field="field", title=stored.title, name=field)
    one = named[field]
    said = {"of": list(one.place), "field": field, "side": side}
    writer.note(DECIDE, sector=stored.sector, record_id=stored.id, payload=said)
    decided[one.place, field] = side
    fields = _fields(known, ours, one)
    if any((one.place, name_of(path)) not in decided for path in fields):
        return False
    sides = {path: decided[one.place, name_of(path)] for path in fields}
    document = merged(known.base(one), ours, known.document(one), sides)
    if document == ours:
        _note_merge(writer, stored, mine.place, [one])
    else:
        _write(writer, stored, known, document, [one])
    settle(writer, stored.id)
    return True


def _fields(known: _Versions, ours: dict[str, Any], one: Version) -> tuple[Path, ...]:
    return conflicts(known.base(one), ours, known.document(one))


def _decided(reader: Reader, stored: Stored) -> dict[tuple[Place, str], str]:
    """Return what a person has decided of a record's fields so far, the later over the earlier."""
    found: dict[tuple[Place, str], str] = {}
    for entry in reader.history(stored.id):
        if entry.header.verb == DECIDE and entry.header.station == reader.own:
            said = read_canonical(entry.payload or b"{}")
            found[_place_in(said["of"]), said["field"]] = said["side"]
    return found


def _conflicts(reader: Reader, stored: Stored, names: Mapping[str, str]) -> list[Conflict]:
    known = _Versions(reader, stored)
    mine, *others = known.heads
    ours, decided = known.document(mine), _decided(reader, stored)
    return [
        Conflict(
            record_id=stored.id,
            sector=stored.sector,
            title=stored.title,
            number=stored.number,
            owner=names.get(mine.station, "本站"),
            other=names.get(one.station, "本站"),
            version=one.version,
            at=read_stamp(known.rows[one.place].entry.header.at),
            fields=tuple(
                Field(
                    name=name_of(path),
                    label=label_of(stored.sector, name_of(path)),
                    mine=value_at(ours, name_of(path)),
                    theirs=value_at(known.document(one), name_of(path)),
                    decided=decided.get((one.place, name_of(path)), ""),
                )
                for path in _fields(known, ours, one)
            ),
        )
        for one in others
        if known.rows[one.place].state == HELD
    ]


def take_merged(writer: Writer, record_id: str, said: Mapping[str, Any]) -> bool:
    """Go on from what a station above has merged, unless we have gone on ourselves; say whether we did."""
    stored, shown = writer.record(record_id), writer.shown_entry(record_id)
    document = said.get("document")
    if stored is None or shown is None or stored.station != writer.own or not isinstance(document, dict):
        return False
    if list(_place(shown)) != said.get("of") or stored.payload == document:
        return False
    sectors.check_payload(stored.sector, document)
    writer.merge(stored.sector, record_id, document, base_version=stored.version, version=stored.version + 1)
    return True
