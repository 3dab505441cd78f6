"""Hearing (收回执): acknowledgements of stations above, and what comes down with them.

Marks, what is held there, revocations and all that was said to us are one transaction: heard whole, or not at
all. The same one again changes nothing, and yesterday's takes nothing back.
"""

import logging
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from zsapp.base import clock
from zsapp.base.canonical import read_canonical
from zsapp.base.entry import GENESIS
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.exchange import acknowledgement as acks
from zsapp.exchange import paper_receipt
from zsapp.exchange.acknowledgement import Acknowledgement, Missing, Own, Quarantined, Refused, Volumes
from zsapp.exchange.certificates import Certificate, Chain
from zsapp.exchange.crypto import DEFAULT, suite
from zsapp.exchange.paper_receipt import Receipt
from zsapp.records.store import Reader, Store, Writer
from zsapp.services import credentials, downward, enclosures, epochs, forks, renewal
from zsapp.services.credentials import Credentials
from zsapp.services.lacking import LEVELS, Lacking, keep_lacked, known_lacks, lacked_by, said_to_below
from zsapp.services.relay import Relay
from zsapp.services.sending import Sending

logger = logging.getLogger(__name__)

EXPORTS = 100
"""Exports of ours that are looked through for one whose volumes are still on their way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgementTaken:
    """An acknowledgement that was read: the receiver's, of what the sender sent (us, or one below us).

    `news` is false when it said nothing that was not known; `quarantine` names our entries that are held
    there, `down` counts what came down with it; `again` says in words what must be sent again, and by whom;
    `volumes` names those that its packages still lack there.
    """

    file: Path
    sender: str
    receiver: str
    name: str
    tier: str
    epoch: int
    seq: int
    missing: tuple[Missing, ...]
    refused: tuple[Refused, ...]
    news: bool
    quarantine: tuple[Quarantined, ...] = ()
    down: int = 0
    again: str = ""
    volumes: tuple[Volumes, ...] = ()


class Hearing:
    """Takes acknowledgements into an open store, on a given day."""

    def __init__(self, store: Store, today: date, relay: Relay) -> None:
        """Work on a store; what is for stations below goes on through `relay`."""
        self._store = store
        self._today = today
        self._relay = relay

    def take(self, content: bytes, file: Path) -> AcknowledgementTaken:
        """Take in what an acknowledgement's bytes say; `file` is where they come from.

        Raises:
            Refusal: CERT_MISSING, ACK_NOT_FOR_US, ACK_FOREIGN, ACK_STALE, CERT_EXPIRED, CERT_REVOKED.
            Trouble: ACK_DAMAGED, ACK_AHEAD, ACK_FORKED.
        """
        ack = acks.read_acknowledgement(content, file.name)
        with self._store.read() as reader:
            known = credentials.read_credentials(reader)
            trust = credentials.read_trust(reader, known, self._today)
            if _is_for_below(reader, ack, known):
                here = entry_hash_at(reader, ack.sender, ack.epoch, ack.seq)
                after = forks.after_of(reader, ack.sender, ack.epoch) if here == ack.head else None
                news = self._relay.keep_answer(ack, content, trust, after)
                again = said_to_below(reader, ack)
                if here not in ("", ack.head):
                    forks.note_other(self._store, ack, _name_below(reader, ack.sender))
                return replace(_taken(file, ack, news=news), again=again)
            own = _own(reader, ack, known.own)
            news, lacked = _is_news(reader, ack, content), lacked_by(reader, ack)
        with forks.doubted(self._store, ack):
            acks.check_acknowledgement(ack, trust, own)
        if news:
            self._mark(ack, content, known, file.name)
            Sending(self._store, lambda: self._today).use()
        again = Lacking(ack.receiver.name, *lacked).words if lacked is not None else ""
        return replace(_taken(file, ack, news=news), again=again)

    def take_receipt(self, content: bytes, name: str) -> AcknowledgementTaken:
        """Take in the receipt that a station above has given on paper: marks, and what is held there.

        Raises:
            Refusal: CERT_MISSING, ACK_NOT_FOR_US, ACK_FOREIGN, ACK_STALE, CERT_EXPIRED, CERT_REVOKED.
            Trouble: SEAL_UNREADABLE, ACK_DAMAGED, ACK_AHEAD, ACK_FORKED.
        """
        receipt, signed, signature = paper_receipt.unpack(content)
        with self._store.read() as reader:
            known = credentials.read_credentials(reader)
            trust = credentials.read_trust(reader, known, self._today)
            chain = _line_of(known.chain, receipt.receiver)
            if not suite(DEFAULT).signed_by(chain[0].subject.sign_key, signed, signature):
                raise Trouble(Code.ACK_DAMAGED, file=name)
            ack = _of_paper(reader, receipt, chain)
            own = _own(reader, ack, known.own)
            acks.check_acknowledgement(ack, trust, own)
            levels = LEVELS[chain[0].subject.tier]
            mark = reader.marks().get(levels[-1] if receipt.whole else levels[0])
        news = mark is None or (mark.epoch, mark.seq) < (ack.epoch, ack.seq)
        if news and ack.seq:
            self._mark_receipt(ack, levels if receipt.whole else levels[:-1])
        return _taken(Path(name), ack, news=news)

    def _mark_receipt(self, ack: Acknowledgement, levels: tuple[str, ...]) -> None:
        with self._store.write() as writer:
            for level in levels:
                writer.set_mark(level, ack.epoch, ack.seq)
            downward.keep_held_above(writer, ack)
            held = [[one.seq, one.code] for one in ack.quarantine]
            place = {"receiver": ack.receiver.station, "epoch": ack.epoch, "seq": ack.seq}
            writer.note("acknowledge", payload={**place, "held": held, "paper": True})
        logger.info("acknowledged on paper up to %d by %s", ack.seq, ack.receiver.station)

    def _mark(self, ack: Acknowledgement, content: bytes, known: Credentials, name: str) -> None:
        with self._store.write() as writer:
            _set_marks(writer, ack)
            keep_lacked(writer, ack)
            if (held := epochs.held_above(writer, ack)) is not None:
                epochs.wait_for(writer, held)
            downward.keep_held_above(writer, ack)
            heard = downward.hear(writer, ack, known.keys.box, name)
            credentials.relink(writer, ack.chain)
            self._hear_answer(writer, ack, known)
            enclosures.keep_wanted(writer, ack)
            credentials.keep_lists(writer, credentials.newer_lists(writer, ack.chain, ack.revocations))
            writer.set_value(_received_key(ack), content)
            writer.note(
                "acknowledge",
                payload={
                    "receiver": ack.receiver.station,
                    "epoch": ack.epoch,
                    "seq": ack.seq,
                    "missing": [[one.first, one.last] for one in ack.missing],
                    "refused": [[one.package, one.code] for one in ack.refused],
                    "held": [[one.seq, one.code] for one in ack.quarantine],
                    "down": list(heard),
                },
            )
        logger.info("acknowledged up to %d by %s", ack.seq, ack.receiver.station)

    def _hear_answer(self, writer: Writer, ack: Acknowledgement, known: Credentials) -> None:
        """Take in what was decided of our request; one that cannot be used keeps nothing else from us."""
        if ack.answer:
            day = max(self._today, clock.today())
            with suppress(Refusal):
                renewal.install(self._store, writer, ack.answer.encode(), known.own.subject, day)


def _line_of(chain: Chain, receiver: str) -> Chain:
    """Return the certificates from a station above us up to the root.

    Raises:
        Refusal: ACK_FOREIGN.
    """
    for at, one in enumerate(chain):
        if at and one.station == receiver:
            return chain[at:]
    raise Refusal(Code.ACK_FOREIGN)


def _of_paper(reader: Reader, receipt: Receipt, chain: Chain) -> Acknowledgement:
    """Return what a receipt says as the acknowledgement it is the essence of."""
    names = {code.value.number: code.name for code in Code}
    held = []
    for one in receipt.held:
        for entry in reader.entries(reader.own, receipt.epoch, one.seq - 1, one.seq):
            code = names.get(one.number, str(one.number))
            held.append(Quarantined(entry.header.record_id, receipt.epoch, one.seq, code))
    return Acknowledgement(
        chain=chain,
        sender=receipt.sender,
        epoch=receipt.epoch,
        seq=receipt.seq,
        head=receipt.head,
        made_at=receipt.made_at,
        quarantine=tuple(held),
    )


def entry_hash_at(reader: Reader, station: str, epoch: int, seq: int) -> str:
    """Return the hash of the entry at a seq of a chain, the genesis hash at 0, nothing where none is."""
    if seq == 0:
        return GENESIS
    return next((one.hash for one in reader.entries(station, epoch, seq - 1, seq)), "")


def _set_marks(writer: Writer, ack: Acknowledgement) -> None:
    """Set how far we have come; received is not applied while volumes of a package are on their way."""
    if not ack.seq:
        return
    *received, applied = LEVELS[ack.receiver.subject.tier]
    for level in received:
        writer.set_mark(level, ack.epoch, ack.seq)
    whole = min(ack.seq, _whole_up_to(writer, ack))
    if whole:
        writer.set_mark(applied, ack.epoch, whole)


def _whole_up_to(reader: Reader, ack: Acknowledgement) -> int:
    """Return up to which entry everything has arrived, papers and scans included."""
    waiting = {one.package for one in ack.volumes}
    if not waiting:
        return ack.seq
    sent = (read_canonical(one.payload or b"{}") for one in reader.noted(("export",), EXPORTS))
    return min((one["seq_from"] - 1 for one in sent if one["package"] in waiting), default=ack.seq)


def _taken(file: Path, ack: Acknowledgement, *, news: bool) -> AcknowledgementTaken:
    return AcknowledgementTaken(
        file=file,
        sender=ack.sender,
        receiver=ack.receiver.station,
        name=ack.receiver.name,
        tier=ack.receiver.subject.tier,
        epoch=ack.epoch,
        seq=ack.seq,
        missing=ack.missing,
        refused=ack.refused,
        news=news,
        quarantine=ack.quarantine,
        down=len(ack.down),
        volumes=ack.volumes,
    )


def _is_for_below(reader: Reader, ack: Acknowledgement, known: Credentials) -> bool:
    """Say whether an acknowledgement is a station's above us to one below us that has sent by us."""
    if ack.receiver.station not in {one.station for one in known.chain[1:]}:
        return False
    others = credentials.read_certificates(reader)
    below = (one.subject for one in others if one.station == ack.sender)
    return any(known.own.contains(one.code, one.tier) for one in below)


def _name_below(reader: Reader, station: str) -> str:
    return next(one.name for one in credentials.read_certificates(reader) if one.station == station)


def _own(reader: Reader, ack: Acknowledgement, own: Certificate) -> Own:
    level = LEVELS.get(ack.receiver.subject.tier, ("",))[-1]
    mark = reader.marks().get(level)
    return Own(
        certificate=own,
        last=reader.head(own.station, ack.epoch).seq,
        hash_at=entry_hash_at(reader, own.station, ack.epoch, ack.seq),
        known=(mark.epoch, mark.seq) if mark and lacked_by(reader, ack) is None else (0, 0),
    )


def _is_news(reader: Reader, ack: Acknowledgement, content: bytes) -> bool:
    """Say whether an acknowledgement says more than the last one from there; a new signature is no news."""
    last, lacked = reader.value(_received_key(ack)), lacked_by(reader, ack)
    if epochs.held_above(reader, ack) not in (None, epochs.waiting_in(reader)):
        return True
    if last is None or last == content:
        return last is None
    if lacked is not None and lacked != known_lacks(reader).get(ack.receiver.station):
        return True
    before = acks.read_acknowledgement(last, "")
    if (ack.epoch, ack.seq, ack.made_at) < (before.epoch, before.seq, before.made_at):  # yesterday's
        return False
    said = (ack.epoch, ack.seq, ack.missing, ack.refused, ack.volumes, ack.quarantine)
    known = (before.epoch, before.seq, before.missing, before.refused, before.volumes, before.quarantine)
    besides = (before.chain, before.answer, before.attachments)
    if besides != (ack.chain, ack.answer, ack.attachments):  # a certificate was renewed, a scan is missing
        return True
    lists = credentials.newer_lists(reader, ack.chain, ack.revocations)
    return said != known or bool(lists) or downward.brings_news(reader, ack)


def _received_key(ack: Acknowledgement) -> str:
    return f"exchange/received/{ack.receiver.station}"
