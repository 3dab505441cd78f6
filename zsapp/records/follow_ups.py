"""What follows from an entry that changes no record (后续): reviews, what goes down, what is held back.

Called for every entry as it is written and again at a replay, with the same result; an entry whose payload is
not what it should be has no consequence, whoever wrote it.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert as upsert

from zsapp.base.canonical import is_whole, read_canonical
from zsapp.base.entry import Entry
from zsapp.base.ids import id_bytes, is_id
from zsapp.records import journal, transfers
from zsapp.records.index_of import text_at
from zsapp.records.prepared import Prepared
from zsapp.records.review_rows import BEHIND, HELD, OVERTAKEN, UPSTREAM, DownRow, HeldRow, ReviewRow
from zsapp.records.rows import JournalRow, SettingRow
from zsapp.records.succession import heir_of
from zsapp.records.upcasts import Payload
from zsapp.rules.review import HEARD, MERGE_DOWN, QUARANTINE, RELEASE, SENT_DOWN, SPOKEN, VERDICTS
from zsapp.rules.transfer import CARRY, TRANSFERS

FOLLOWED = (*SPOKEN, HEARD, QUARANTINE, RELEASE, SENT_DOWN, MERGE_DOWN, CARRY, *TRANSFERS)
HOLDING = (QUARANTINE, RELEASE)
OWN = select(SettingRow.value).where(SettingRow.key == "station")
AT = Prepared(
    select(JournalRow.pk, JournalRow.record, JournalRow.station, JournalRow.version).where(
        JournalRow.station == bindparam("station"),
        JournalRow.epoch == bindparam("epoch"),
        JournalRow.seq == bindparam("seq"),
    )
)


def follow(connection: Connection, entry: Entry, entry_pk: int) -> None:
    """Do what follows from an entry."""
    header = entry.header
    if header.verb not in FOLLOWED or header.version or not entry.payload:
        return
    payload = read_canonical(entry.payload)
    own = (connection.execute(OWN).scalar_one_or_none() or b"").decode()
    is_own = header.station == own
    heard = header.verb == HEARD and heir_of(connection, header.station) == own  # as if by ourselves
    if header.verb in HOLDING and is_own:
        _hold(connection, header.verb, payload)
    elif review := _review_of(entry, payload, is_own=is_own or heard):
        _put_review(connection, review)
    elif header.verb in (HEARD, CARRY, *TRANSFERS):
        transfers.follow(connection, entry, entry_pk, payload, header.station if heard else own)
    if is_own and isinstance(payload.get("to"), str):
        _send_down(connection, entry, entry_pk, payload["to"])


def follow_all(connection: Connection) -> None:
    """Do what follows from every entry of the journal: what is held first, the records come after it."""
    for entry_pk, entry in journal.by_verbs(connection, HOLDING):
        follow(connection, entry, entry_pk)
    held = held_entries(connection)
    for entry_pk, entry in journal.by_verbs(connection, [one for one in FOLLOWED if one not in HOLDING]):
        if entry_pk not in held:
            follow(connection, entry, entry_pk)


# --- reviews ----------------------------------------------------------------------------------------------


def _review_of(entry: Entry, payload: Payload, *, is_own: bool) -> dict[str, Any] | None:
    """Return the verdict that an entry is, or that its station says it has heard; nothing if it is none."""
    header = entry.header
    if header.verb in SPOKEN:
        at = {"station": header.station, "epoch": header.epoch, "seq": header.seq}
        said = payload | at | {"verdict": header.verb, "who": header.who, "at": header.at}
    elif header.verb == HEARD and is_own:
        said = payload
    else:
        return None
    numbers = {key: said.get(key) for key in ("epoch", "seq", "version")}
    if said.get("verdict") not in VERDICTS or not all(map(is_whole, numbers.values())):
        return None
    station = said.get("station")
    if not is_id(header.record_id) or not isinstance(station, str) or not is_id(station):
        return None
    texts = {key: text_at(said, key) for key in ("verdict", "reason", "name", "tier", "who", "at")}
    return {"record": id_bytes(header.record_id), "station": id_bytes(station), **numbers, **texts}


def _put_review(connection: Connection, values: dict[str, Any]) -> None:
    """Keep a verdict; an older one never takes a later one's place."""
    put = upsert(ReviewRow).values(values)
    later = tuple_(put.excluded.epoch, put.excluded.seq) > tuple_(ReviewRow.epoch, ReviewRow.seq)
    connection.execute(
        put.on_conflict_do_update(
            index_elements=[ReviewRow.record, ReviewRow.station],
            set_={key: put.excluded[key] for key in values if key not in ("record", "station")},
            where=later,
        )
    )


def _send_down(connection: Connection, entry: Entry, entry_pk: int, to: str) -> None:
    header, station = entry.header, id_bytes(to) if is_id(to) else b""
    row = {"entry": entry_pk, "station": station, "epoch": header.epoch, "seq": header.seq}
    connection.execute(upsert(DownRow).values(row).on_conflict_do_nothing())


# --- what is held -----------------------------------------------------------------------------------------


def _hold(connection: Connection, verb: str, payload: Payload) -> None:
    """Hold the entries that an entry of ours names, or let them go."""
    for one in payload["entries"]:
        at = {"station": id_bytes(payload["station"]), "epoch": payload["epoch"], "seq": one["seq"]}
        found = AT.run(connection, at).fetchone()
        if found is None:  # it has gone upstream, where it is held (`upstream_moving.py`)
            continue
        if verb == QUARANTINE:
            put_held(connection, found, one["code"], one["where"])
        elif one["on"]:
            connection.execute(delete(HeldRow).where(HeldRow.entry == found[0]))
        else:
            change = update(HeldRow).where(HeldRow.entry == found[0])
            connection.execute(change.values(state=OVERTAKEN))


def put_held(connection: Connection, found: tuple[int, bytes, bytes, int], code: str, place: str) -> None:
    """Keep that a journal row (pk, record, station, version) is not applied; without a code it waits."""
    entry_pk, record, station, version = found
    row = {"entry": entry_pk, "record": record, "station": station, "version": version}
    said = {"state": HELD if code else BEHIND, "code": code, "place": place}
    put = upsert(HeldRow).values(row | said)
    if code == UPSTREAM:  # from now on it is held there, if it is held at all
        connection.execute(put.on_conflict_do_update(index_elements=[HeldRow.entry], set_=said))
    else:
        connection.execute(put.on_conflict_do_nothing())


def held_entries(connection: Connection) -> frozenset[int]:
    """Return the journal rows that no record is made of."""
    return frozenset(connection.execute(select(HeldRow.entry)).scalars())


def waiting_ones(connection: Connection) -> Iterator[Any]:
    """Give what is held or waits (journal row, record, station, version, state, code, place), in order."""
    query = select(*HeldRow.__table__.c).where(HeldRow.state != OVERTAKEN).order_by(HeldRow.entry)
    yield from connection.execute(query).all()
