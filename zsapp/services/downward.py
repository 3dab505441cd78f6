"""Downward (下发): what this station has said goes down with its acknowledgements until it was heard there.

Each thing said is an entry of our own journal. The station below keeps how far it has heard us and journals
that, with its next acknowledgement taken in; from its journal we learn it, and say those things no more. So a
lost stick loses nothing, and nothing is taken in twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zsapp.base.canonical import Plain, canonical, is_whole, read_canonical
from zsapp.base.entry import Entry
from zsapp.base.ids import is_id
from zsapp.exchange.acknowledgement import Acknowledgement, Down, Quarantined
from zsapp.exchange.certificates import Certificate
from zsapp.exchange.downward import fitting, open_lines, seal_lines
from zsapp.records.store import Reader, Writer
from zsapp.records.travel import HELD_ABOVE
from zsapp.rules.review import HEARD, MERGE_DOWN, SENT_DOWN, SPOKEN, TAKEN_DOWN
from zsapp.rules.transfer import CARRY
from zsapp.services.conflicts import take_merged
from zsapp.services.review_sheet import label_of

MOST = 1_000
"""Things that go down at once, and held entries that are named at once."""

RECEIVED = "down/list"
"""The value that names what has been sent down to us."""

ACKNOWLEDGED = "acknowledge"
"""The verb of the entry that says what acknowledgement was taken in, and how far its station was heard."""

Place = tuple[int, int]
"""Epoch and seq in the chain of whoever speaks."""


def _read(reader: Reader, key: str) -> Plain:
    content = reader.value(key)
    return read_canonical(content) if content else None


# --- at the station above ---------------------------------------------------------------------------------


def _heard_by(station: str) -> str:
    return f"exchange/heard_by/{station}"


def heard_by(reader: Reader, station: str) -> Place:
    """Return up to where a station below has heard us, as its own journal says."""
    epoch, seq = _read(reader, _heard_by(station)) or (0, 0)
    return epoch, seq


def for_station(reader: Reader, station: Certificate) -> tuple[tuple[Down, ...], str]:
    """Return what goes down to a station now, and the sealed lines of it."""
    named, lines = fitting(reader.downward(station.station, heard_by(reader, station.station), MOST))
    return named, seal_lines(lines, station.subject.box_key) if named else ""


def watched(writer: Writer, entries: Iterator[Entry]) -> Iterator[Entry]:
    """Give a station's entries on, and keep how far it says that it has heard us."""
    for entry in entries:
        yield entry
        if entry.header.verb == ACKNOWLEDGED and entry.payload and not entry.header.version:
            heard = _heard(writer, read_canonical(entry.payload))
            if heard > heard_by(writer, entry.header.station):
                writer.set_value(_heard_by(entry.header.station), canonical(list(heard)))


def hear_again(writer: Writer, station: str) -> None:
    """Keep how far a station has heard us as its journal here says, of which something was given up."""
    writer.set_value(_heard_by(station), None)
    for one in writer.chains():
        if one.station == station:
            for _ in watched(writer, writer.entries(station, one.head.epoch)):
                pass


def _heard(reader: Reader, said: dict[str, Any]) -> Place:
    """Return how far an acknowledgement's entry says its station has heard us; nothing of another's."""
    place = said.get("down")
    if said.get("receiver") != reader.own or not isinstance(place, list):
        return 0, 0
    if len(place) != 2 or not all(map(is_whole, place)):
        return 0, 0
    return place[0], place[1]


def quarantined(reader: Reader, station: str) -> tuple[Quarantined, ...]:
    """Return what of a station is held here, each with how many entries wait behind it."""
    held = reader.held(station)
    behind: dict[str, int] = {}
    for one in held:
        if not one.code:
            behind[one.record_id] = behind.get(one.record_id, 0) + 1
    return tuple(
        Quarantined(
            one.record_id, one.epoch, one.seq, one.code, one.where[:200], behind.get(one.record_id, 0)
        )
        for one in held
        if one.code
    )[:MOST]


# --- at the station below ---------------------------------------------------------------------------------


def _heard_from(station: str) -> str:
    return f"exchange/heard_from/{station}"


def heard_from(reader: Reader, station: str) -> Place:
    """Return up to where a station above was heard."""
    epoch, seq = _read(reader, _heard_from(station)) or (0, 0)
    return epoch, seq


def brings_news(reader: Reader, ack: Acknowledgement) -> bool:
    """Say whether something comes down that was not heard yet."""
    last = ack.down[-1] if ack.down else None
    return last is not None and (last.epoch, last.seq) > heard_from(reader, ack.receiver.station)


def hear(writer: Writer, ack: Acknowledgement, box_key: bytes, name: str) -> Place:
    """Take in what comes down and was not heard yet; return up to where its station is heard now.

    Raises:
        Refusal: PACKAGE_SEALED.
        Trouble: ACK_DAMAGED.
    """
    before = heard_from(writer, ack.receiver.station)
    place = before
    for entry in open_lines(ack, box_key, name):
        at = entry.header.epoch, entry.header.seq
        if at > before:
            _take(writer, ack, entry)
            place = at
    if place != before:
        writer.set_value(_heard_from(ack.receiver.station), canonical(list(place)))
    return place


def _take(writer: Writer, ack: Acknowledgement, entry: Entry) -> None:
    header = entry.header
    payload = read_canonical(entry.payload or b"{}")
    said = {
        "station": header.station,
        "name": ack.receiver.name,
        "tier": ack.receiver.subject.tier,
        "epoch": header.epoch,
        "seq": header.seq,
        "who": header.who,
        "at": header.at,
        "verdict": header.verb,
    }
    if header.verb in SPOKEN and is_id(header.record_id):
        about = {key: payload.get(key) for key in ("version", "reason")}
        writer.hear(HEARD, header.sector, header.record_id, said | about)
    elif header.verb == CARRY and is_id(header.record_id):
        told = {key: one for key, one in payload.items() if key != "to"}
        about = {"station": header.station, "name": ack.receiver.name, "at": header.at}
        writer.hear(HEARD, header.sector, header.record_id, about | told)
    elif header.verb == MERGE_DOWN and is_id(header.record_id):
        about = {"station": header.station, "name": ack.receiver.name, "at": header.at, "hash": entry.hash}
        if take_merged(writer, header.record_id, payload):
            writer.hear(HEARD, header.sector, header.record_id, about | {"what": MERGE_DOWN})
    elif header.verb == SENT_DOWN:
        named = {key: payload.get(key) for key in ("kind", "name", "date", "title", "source")}
        about = {"station": header.station, "sender": ack.receiver.name, "hash": entry.hash}
        _keep_received(writer, named | about, payload)
        writer.hear(TAKEN_DOWN, "", "", named | about)


def _keep_received(writer: Writer, named: dict[str, Any], payload: dict[str, Any]) -> None:
    """Keep something sent down; the later of a name takes the earlier's place."""
    key = received_key(named["kind"], named["name"])
    rows = [one for one in received(writer) if received_key(one["kind"], one["name"]) != key]
    writer.set_value(RECEIVED, canonical([named, *rows][:MOST]))
    writer.set_value(key, canonical(payload))


def received(reader: Reader) -> list[dict[str, Any]]:
    """Return what has been sent down to us, each thing as it last came, the latest first."""
    return list(_read(reader, RECEIVED) or ())


def received_key(kind: Plain, name: Plain) -> str:
    """Return the name under which the content of something sent down is kept."""
    return f"down/{kind}/{name}"[:100]


def keep_held_above(writer: Writer, ack: Acknowledgement) -> None:
    """Keep which of our records the station above holds without applying them."""
    table = _read(writer, HELD_ABOVE) or {}
    rows = {
        one.record: {"epoch": one.epoch, "seq": one.seq, "code": one.code, "where": one.where}
        for one in ack.quarantine
    }
    writer.set_value(HELD_ABOVE, canonical(table | {ack.receiver.subject.tier: rows}))


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAbove:
    """A record of ours that a station above has and does not apply: what it is called, why, at which item."""

    record_id: str
    title: str
    tier: str
    code: str
    where: str


def held_above(reader: Reader) -> tuple[HeldAbove, ...]:
    """Return our records that stations above hold, as far as they may be seen here."""
    found = [
        (record_id, tier, row)
        for tier, rows in (_read(reader, HELD_ABOVE) or {}).items()
        for record_id, row in rows.items()
    ]
    ids = [record_id for record_id, _, _ in found]
    titles, sectors = {one.id: one.title for one in reader.named(ids)}, reader.sectors_of(ids)
    return tuple(
        HeldAbove(
            record_id=key,
            title=titles[key],
            tier=tier,
            code=row["code"],
            where=label_of(sectors[key], row["where"]),
        )
        for key, tier, row in found
        if key in titles
    )
