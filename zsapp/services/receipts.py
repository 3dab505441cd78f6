"""Receipts on paper (回执单): printed by the station above, read back by scanner, PDF or hand.

The sheet carries the essence of our acknowledgement, signed: whoever sent something needs no stick to know
that it has arrived. Returns and comments do not fit on it; the sheet says that they follow.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from zsapp.base.clock import CHINA
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.files import read_whole
from zsapp.exchange import acknowledgement as acks
from zsapp.exchange import paper_receipt
from zsapp.exchange.acknowledgement import Acknowledgement, Quarantined
from zsapp.exchange.crypto import DEFAULT, suite
from zsapp.exchange.paper_receipt import Held, Receipt
from zsapp.press import pdf, seal
from zsapp.press.definition import find_form
from zsapp.records.store import Store
from zsapp.rules.receipt_sheet import ReceiptSheet
from zsapp.rules.roles import EXCHANGE, Right
from zsapp.services import credentials
from zsapp.services.hearing import AcknowledgementTaken, Hearing
from zsapp.services.relay import Relay
from zsapp.services.review import Reviews, held_words
from zsapp.services.review_sheet import label_of

FORM = "station.receipt"
PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".webp")
WIDTH = 40
"""Characters of a line of the text that can be typed."""


def receipt_in(text: str) -> str | Path | None:
    """Return what of a receipt on paper somebody has typed or scanned: its text, or where its PDF lies."""
    text = text.strip()
    if text.upper().startswith(seal.PREFIX):
        return text
    return Path(text) if text.lower().endswith((".pdf", *PICTURES)) else None


class Receipts:
    """The desk of receipts on paper."""

    def __init__(self, store: Store, reviews: Reviews, today: Callable[[], date]) -> None:
        """Work on a store; `reviews` knows the stations below."""
        self._store = store
        self._reviews = reviews
        self._today = today

    def sheet(self, source: str | Path) -> bytes:
        """Return the receipt to a station below (its id or name), or of an acknowledgement's file, as PDF.

        Raises:
            Refusal: STATION_UNKNOWN, RECEIPT_NOT_OURS, CERT_MISSING, ROLE_MAY_NOT.
            Trouble: FILE_MISSING, ACK_DAMAGED, FONT_UNUSABLE.
        """
        self._store.require(Right.EXPORT, EXCHANGE)
        if isinstance(source, Path):
            content, name = read_whole(source), source.name
        else:
            name, content = self._reviews.answer(source)
        ack = acks.read_acknowledgement(content, name)
        with self._store.read() as reader:
            known = credentials.read_credentials(reader)
            names = {one.station: one.name for one in credentials.read_known(reader)}
            sectors = {(one.epoch, one.seq): one.sector for one in reader.held(ack.sender)}
        if ack.receiver.station != known.own.station:
            raise Refusal(Code.RECEIPT_NOT_OURS)
        signed = paper_receipt.pack(_essence(ack))
        content = signed + suite(DEFAULT).sign(known.keys.sign, signed)
        held = "；".join(_held_words(one, sectors.get((one.epoch, one.seq), "")) for one in ack.quarantine)
        values = _values(ack, names.get(ack.sender, ""), held, seal.seal_text(content))
        return pdf.draw(find_form(FORM), values, mode="final", qr=content, made_at=ack.made_at).pdf

    def take(self, what: str | Path) -> AcknowledgementTaken:
        """Take in a receipt: the text of its symbol, its PDF, or a picture of it.

        Raises:
            Trouble: FILE_MISSING, SEAL_MISSING, SEAL_UNREADABLE, ACK_DAMAGED, ACK_AHEAD, ACK_FORKED.
            Refusal: CERT_MISSING, ACK_NOT_FOR_US, ACK_FOREIGN, ACK_STALE, ROLE_MAY_NOT.
        """
        self._store.require(Right.EXPORT, EXCHANGE)
        hearing = Hearing(self._store, self._today(), Relay(self._store.home))
        if isinstance(what, Path):
            return hearing.take_receipt(_only(_found(what)), what.name)
        return hearing.take_receipt(seal.read_text(what), "回执单")


def _found(path: Path) -> tuple[bytes, ...]:
    content = read_whole(path)
    return seal.read_document(content) if path.suffix.lower() == ".pdf" else seal.read_picture(content)


def _only(found: tuple[bytes, ...]) -> bytes:
    for one in found:
        if paper_receipt.is_receipt(one):
            return one
    raise Trouble(Code.SEAL_MISSING)


def _essence(ack: Acknowledgement) -> Receipt:
    numbers = {code.name: code.value.number for code in Code}
    return Receipt(
        receiver=ack.receiver.station,
        sender=ack.sender,
        epoch=ack.epoch,
        seq=ack.seq,
        head=ack.head,
        made_at=ack.made_at,
        whole=not ack.volumes,
        held=tuple(
            Held(one.seq, numbers.get(one.code, 0)) for one in ack.quarantine if one.epoch == ack.epoch
        ),
    )


def _held_words(one: Quarantined, sector: str) -> str:
    return f"第{one.seq}笔登记（{held_words(one.code, label_of(sector, one.where))}）"


def _values(ack: Acknowledgement, sender: str, held: str, text: str) -> ReceiptSheet:
    typed = text.replace(" ", seal.BLANK).replace("O", "o")  # so that nobody takes it for a nought
    return ReceiptSheet(
        receiver=ack.receiver.name,
        sender=sender,
        seq=f"第 {ack.seq} 笔登记为止的全部内容" if ack.seq else "还没有收到内容",
        made_on=ack.made_at.astimezone(CHINA).date(),
        state="附件还没有收齐，收齐后另出回执" if ack.volumes else "已入库" + ("，下列除外" if held else ""),
        held=held,
        later=f"另有{len(ack.down)}条退回、通过、意见或通知，随下一次回执带到。" if ack.down else "",
        code="\n".join(typed[at : at + WIDTH] for at in range(0, len(typed), WIDTH)),
    )
