"""Passing on (转交): what a station above tells those below it of offers that concern them, and of answers.

Giver and taker hear of their offer and its end. Where a record went further, or two have accepted it, all who
had it hear of every handing: so all of them, and the towns between, find the same owner (D-52).
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from zsapp.base.canonical import read_canonical
from zsapp.exchange.certificates import Certificate
from zsapp.records.store import Reader, Writer
from zsapp.records.transfers import DECLINED, OPEN, TAKEN, WITHDRAWN, letter_of
from zsapp.records.views import Transfer
from zsapp.rules.transfer import CARRY, DECLINE, OFFER, TAKE, WITHDRAW
from zsapp.services import credentials
from zsapp.services.transfer_way import ending_of, said_of

Due = tuple[str, str]
"""A word about an offer that is to be passed on, and the station that it is for."""


def pass_on(writer: Writer, own: str) -> int:
    """Pass on offers and answers that concern stations below us; return how many.

    Of several stations above all whom a word concerns, the lowest that has them below it (or is one of them).
    """
    done = 0
    chain = credentials.read_own_chain(writer)
    known = {one.station: one for one in credentials.read_known(writer)}
    every = sorted(writer.transfers(), key=lambda one: one.record_id) if chain else []
    for _, offers in groupby(every, lambda one: one.record_id):
        for one, (what, named) in _due(writer, list(offers), known):
            to = writer.heir_of(named)
            if to != own and _is_ours_to_pass(one, named, known, own):
                _pass(writer, one, what, to, _taker(one, known))
                done += 1
    return done


def _due(
    writer: Writer, offers: Sequence[Transfer], known: dict[str, Certificate]
) -> Iterator[tuple[Transfer, Due]]:
    """Give what of a record's offers is still to be passed on, with the offer and the station it goes to."""
    had_it = {name for one in offers if one.state == TAKEN for name in (one.giver, one.taker)}
    had_it |= {name for one in offers if one.idle_for for name in (one.giver, _taker(one, known))} - {""}
    for one in offers:
        if one.state == TAKEN and len(had_it) > 2:
            told = _told(writer, one)
            yield from ((one, (TAKE, to)) for to in sorted(had_it - {one.taker} - told))
        else:
            yield from ((one, due) for due in _due_of_two(one, _taker(one, known)))


def _due_of_two(one: Transfer, taker: str) -> list[Due]:
    """Return what giver and taker of an offer are still to be told."""
    due = [(OFFER, taker)] if one.state == OPEN and not one.idle_for else []
    if answer := {TAKEN: TAKE, DECLINED: DECLINE}.get(one.state):
        due.append((answer, one.giver))
    if one.state == WITHDRAWN and letter_of(OFFER) in one.passed:
        due.append((WITHDRAW, taker))
    return [(what, to) for what, to in due if letter_of(what) not in one.passed]


def _told(reader: Reader, one: Transfer) -> set[str]:
    """Return to whom we have passed on that an offer was accepted, and whose place they took."""
    told = {
        str(said.get("to"))
        for entry, said in said_of(reader, one)
        if (entry.header.verb, entry.header.station, said.get("what")) == (CARRY, reader.own, TAKE)
    }
    return {station for to in told for station in reader.line_of(to)}


def _pass(writer: Writer, one: Transfer, what: str, to: str, taker: str) -> None:
    speaker = one.taker or taker if what in (TAKE, DECLINE) else one.giver
    ended = ending_of(said_of(writer, one), one)
    said = {
        **place_of(one),
        "to": to,
        "what": what,
        "speaker": speaker,
        "offered_to": one.offered_to,
        "version": one.version,
        "reason": ended.text if ended else one.reason,
        "who": ended.who if ended else one.who,
    }
    if what == OFFER:
        said |= {"document": document_of(writer, one), "maker": one.giver}
    writer.hear(CARRY, one.sector, one.record_id, said)


def _taker(one: Transfer, known: dict[str, Certificate]) -> str:
    """Return the station an offer goes to: by its id, or the one certified last for its region code."""
    named = [cert for cert in known.values() if one.offered_to in (cert.station, cert.subject.code)]
    return max(named, key=lambda cert: cert.serial).station if named else ""


def _is_ours_to_pass(one: Transfer, to: str, known: dict[str, Certificate], own: str) -> bool:
    names = {one.giver, _taker(one, known), to}
    if not names <= set(known):
        return False
    above = [cert for cert in known.values() if all(cert.reaches(known[name]) for name in names)]
    lowest = max(above, key=lambda cert: (len(cert.scope), cert.serial), default=None)
    return lowest is not None and lowest.station == own


def document_of(reader: Reader, one: Transfer) -> dict[str, object] | None:
    """Return a record as it was offered: as it came with the offer, or as it stands here in that version."""
    payload = read_canonical(reader.offer_of(one).payload or b"{}")
    if isinstance(payload.get("document"), dict):
        found: dict[str, object] = payload["document"]
        return found
    stored = reader.record(one.record_id)
    return stored.payload if stored and stored.version >= one.version else None


def place_of(one: Transfer) -> dict[str, object]:
    """Return how a word names the offer that it speaks of."""
    return {"giver": one.giver, "epoch": one.epoch, "seq": one.seq}
