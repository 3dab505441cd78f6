"""Transfers at a hub (上级库的移交): whose a record is, worked out from offers and answers in the journal.

There are few of them, so nothing is kept beside the entries themselves; they may arrive in any order. What
passes an offer on from town to town is a station's own desk, not the hub's.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import update

from zsapp.base.canonical import read_canonical
from zsapp.base.clock import read_stamp
from zsapp.base.entry import Entry
from zsapp.base.ids import id_bytes, id_text
from zsapp.records.index_of import text_at
from zsapp.records.transfers import DECLINED, OPEN, TAKEN, WITHDRAWN
from zsapp.records.upstream_read import Shelf, year_of_id
from zsapp.records.upstream_rows import RECORD
from zsapp.records.views import Transfer
from zsapp.rules.transfer import DECLINE, OFFER, TAKE, TRANSFERS, WITHDRAW, Handing, owner_after

Place = tuple[Any, Any, Any]
"""Giver, epoch and seq of an offer."""


def transfers_of(shelf: Shelf, record_id: str) -> tuple[Transfer, ...]:
    """Return the offers of a record and what became of them."""
    entries = shelf.of_record(record_id, TRANSFERS)
    ends = _ends(entries)
    return tuple(_transfer(one, ends) for one in entries if one.header.verb == OFFER)


def _ends(entries: Sequence[Entry]) -> dict[Place, dict[str, str]]:
    """Return who has said what to each offer, by verb; of two who took it, one and the same everywhere."""
    found: dict[Place, dict[str, str]] = {}
    for one in entries:
        if one.header.verb != OFFER:
            said = read_canonical(one.payload or b"{}")
            told = found.setdefault((said.get("giver"), said.get("epoch"), said.get("seq")), {})
            verb, speaker = one.header.verb, one.header.station
            told[verb] = min(told.get(verb, speaker), speaker)
    return found


def _transfer(offer: Entry, ends: dict[Place, dict[str, str]]) -> Transfer:
    header, said = offer.header, read_canonical(offer.payload or b"{}")
    told = ends.get((header.station, header.epoch, header.seq), {})
    state = (
        TAKEN if TAKE in told else DECLINED if DECLINE in told else WITHDRAWN if WITHDRAW in told else OPEN
    )
    version = said.get("version")
    return Transfer(
        record_id=header.record_id,
        sector=header.sector,
        giver=header.station,
        epoch=header.epoch,
        seq=header.seq,
        offered_to=text_at(said, "offered_to"),
        taker=told.get(TAKE, ""),
        version=version if type(version) is int else 0,
        state=state,
        reason=text_at(said, "reason"),
        who=header.who,
        at=read_stamp(header.at),
        entry=0,
        passed="",
    )


def settle_owner(shelf: Shelf, record_id: str) -> None:
    """Write down whose a record is now."""
    row = shelf.record(record_id)
    if row is None:
        return
    handings = (
        Handing(one.epoch, one.seq, one.giver, one.taker)
        for one in transfers_of(shelf, record_id)
        if one.taker
    )
    owner = owner_after(id_text(row.maker), handings)
    mine = shelf.of(RECORD, RECORD.c.year == year_of_id(record_id), RECORD.c.id == id_bytes(record_id))
    shelf.connection.execute(update(RECORD).where(mine).values(station=id_bytes(owner)))
