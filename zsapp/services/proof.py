"""Proof (核验): papers that prove themselves offline.

A final paper carries a QR: which form, number, version, record, station and day, and a hash of the printed
text, signed by the station's key. Whoever holds the station's certificate (the station, its town, its city)
checks it without a network. Limits: the seal proves origin and text, not consent; wet ink is the legal act.
"""

from dataclasses import dataclass, field
from pathlib import Path

from zsapp.base import clock
from zsapp.base.errors import Code, Trouble
from zsapp.base.files import read_whole
from zsapp.exchange import paper_seal
from zsapp.exchange.paper_seal import Seal
from zsapp.press import raster, seal
from zsapp.records.store import Store
from zsapp.services.enrolment import Enrolment
from zsapp.services.printing import Printable

PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".webp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a check of a paper found. `unchanged` is None when only the QR was seen, not the text."""

    genuine: bool
    unchanged: bool | None
    sentence: str
    facts: dict[str, str] = field(default_factory=dict)


class Proof:
    """Seals papers of this station and checks papers of any station it holds a certificate of."""

    def __init__(self, store: Store, enrolment: Enrolment) -> None:
        """Use the keys and certificates of a store."""
        self._store = store
        self._enrolment = enrolment

    def seal(self, form: str, view: Printable, number: str, document: bytes) -> bytes:
        """Return the bytes for the QR of a paper that carries a number, whose text is that of `document`."""
        facts = Seal(
            form=form,
            number=number,
            version=view.version,
            day=view.saved_at.astimezone(clock.CHINA).date(),
            record=view.id,
            station=self._store.station,
            text_hash=paper_seal.text_hash(raster.page_text(document)),
        )
        signed = paper_seal.pack(facts)
        return signed + self._enrolment.sign(signed)

    def verify(self, what: str) -> Verdict:
        """Check a PDF, a photograph of a paper, or the text read from its QR.

        Raises:
            Trouble: FILE_MISSING, SEAL_MISSING, SEAL_UNREADABLE.
        """
        path = Path(what)
        if what.lower().endswith(".pdf"):
            return self._verify_pdf(read_whole(path))
        if what.lower().endswith(PICTURES):
            return self._judge(_only(seal.read_picture(read_whole(path))), text=None)
        return self._judge(seal.read_text(what), text=None)

    def _verify_pdf(self, document: bytes) -> Verdict:
        seals = seal.read_document(document)
        return self._judge(_only(seals), text=_one_copy(raster.page_texts(document), len(seals)))

    def _judge(self, content: bytes, text: str | None) -> Verdict:
        facts, signed, signature = paper_seal.unpack(content)
        shown = {
            "form": facts.form,
            "number": facts.number,
            "version": str(facts.version),
            "day": facts.day.isoformat(),
            "record": facts.record,
            "station": facts.station,
        }
        signer = self._enrolment.signer(facts.station)
        if signer is None:
            return Verdict(
                genuine=False, unchanged=None, sentence="无法核验：没有出具单位的证书", facts=shown
            )
        shown["signer"] = signer.name
        if not signer.made(signed, signature):
            return Verdict(genuine=False, unchanged=False, sentence="不是真的：核验码的签名不符", facts=shown)
        if text is None:
            word = f"核验码真实，由{signer.name}出具；请对照纸面文字与编号"
            return Verdict(genuine=True, unchanged=None, sentence=word, facts=shown)
        unchanged = paper_seal.text_hash(text) == facts.text_hash
        word = f"由{signer.name}出具，{'文字未被改动' if unchanged else '但文字已被改动'}"
        return Verdict(genuine=True, unchanged=unchanged, sentence=word, facts=shown)


def _one_copy(pages: tuple[str, ...], copies: int) -> str:
    """Return the text of one copy of a paper; of all pages when the copies are not alike."""
    length, rest = divmod(len(pages), copies)
    alike = not rest and pages == pages[:length] * copies
    return "\n".join(pages[:length] if alike else pages)


def _only(found: tuple[bytes, ...]) -> bytes:
    if not found:
        raise Trouble(Code.SEAL_MISSING)
    return found[0]
