"""Printing (打印): what the paper desks of every sector do alike with a form, values and final prints.

A final print is journalled with what makes it the same as another, and kept as a blob, so that a reprint is
that blob (decision 10).
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

from zsapp.base.canonical import canonical, read_canonical
from zsapp.base.errors import Code, Refusal
from zsapp.base.items import Thing, item_of
from zsapp.base.plain import to_plain
from zsapp.press import pdf, raster
from zsapp.press.definition import Form
from zsapp.records.store import Store

logger = logging.getLogger(__name__)

PLACE = 160
"""Bytes that stand in for the QR while the text it signs is being set; only their place is printed on."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper as handed out."""

    pdf: bytes
    form: str
    edition: str
    mode: str
    number: str
    version: int
    sha256: str
    pages: int
    reprint: bool = False


@dataclass(frozen=True, slots=True)
class Lack:
    """What a record does not hold yet, and a paper cannot go out without: its words, and where it belongs."""

    label: str
    where: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper of a record; ready for its final print when it lacks nothing."""

    form: Form
    lacks: tuple[Lack, ...]


class Printable(Protocol):
    """A stored record that can be printed."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def version(self) -> int:
        """Its version."""

    @property
    def number(self) -> str:
        """The number it is known by."""

    @property
    def saved_at(self) -> datetime:
        """When this version was saved."""


Seals = Callable[[str, Printable, str, bytes], bytes]
"""Seals a paper: its form's number, its record, the number it carries, the document."""


def lacks_of(form: Form, values: Thing) -> tuple[Lack, ...]:
    """Return what a form's final print lacks of its values."""
    kind: Any = type(values)  # mypy sees no hash on a type
    missing = (item_of(kind, name) for name in form.needs if not getattr(values, name))
    return tuple(Lack(one.label, one.sheet_key) for one in missing)


def lacking(form: Form, lacks: tuple[Lack, ...]) -> Refusal:
    """Return the refusal that names what a form lacks."""
    what = "、".join(f"“{one.label}”" for one in lacks)
    missing = [asdict(one) for one in lacks]
    return Refusal(Code.FORM_NEEDS, field=lacks[0].where, title=form.title, what=what, missing=missing)


def facts_of(form: Form, view: Printable, values: Thing) -> dict[str, Any]:
    """Return what makes two prints the same: form, edition, version; of a live paper also what it says."""
    facts: dict[str, Any] = {"form": form.id, "edition": form.edition, "digest": form.digest}
    facts["version"] = view.version
    if form.live:
        facts["values"] = hashlib.sha256(canonical(to_plain(values))).hexdigest()
    return facts


def copies_of(document: bytes, copies: int) -> bytes:
    """Return one file that holds the paper `copies` times."""
    return document if copies == 1 else pdf.repeat(document, copies)


@dataclass(frozen=True, slots=True)
class Printing:
    """One printing: the form, how it is printed, the number it carries, how many times."""

    form: Form
    mode: str
    number: str
    copies: int

    def issued(self, view: Printable, document: bytes, *, pages: int, reprint: bool = False) -> Issued:
        """Return a paper as handed out."""
        return Issued(
            pdf=copies_of(document, self.copies),
            form=self.form.id,
            edition=self.form.edition,
            mode=self.mode,
            number=self.number,
            version=view.version,
            sha256=hashlib.sha256(document).hexdigest(),
            pages=pages,
            reprint=reprint,
        )


class Prints:
    """The final prints of a sector: journalled, and kept as blobs."""

    def __init__(self, store: Store, sector: str, seal: Seals) -> None:
        """Keep the prints of a sector's records in a store; `seal` returns the bytes of a paper's QR."""
        self._store = store
        self._sector = sector
        self._seal = seal

    def issue(
        self,
        printing: Printing,
        view: Printable,
        values: Thing,
        *,
        facts: dict[str, Any],
        kept: bytes | None,
        number: str,
        bare: bool = False,
    ) -> Issued:
        """Hand out the final print that is kept, or print, seal, keep and journal it.

        `facts` are journalled, `number` stands in the seal, a `bare` print carries no data.
        """
        if kept is not None:
            self._note(facts, view, kept, "reprint")
            return printing.issued(view, kept, pages=raster.page_count(kept), reprint=True)
        form, made_at = printing.form, view.saved_at
        unsealed = pdf.draw(form, values, mode="final", qr=bytes(PLACE), made_at=made_at)
        seal = self._seal(form.number, view, number, unsealed.pdf)
        carried = None if bare else _carried(form, view, unsealed.text)
        sheet = pdf.draw(form, values, mode="final", qr=seal, attachment=carried, made_at=made_at)
        self._store.blobs.put(sheet.pdf)
        self._note(facts, view, sheet.pdf, "print", body_font=sheet.body_font)
        logger.info("printed %s of %s version %d", form.id, view.id, view.version)
        return printing.issued(view, sheet.pdf, pages=sheet.pages)

    def _note(self, facts: dict[str, Any], view: Printable, document: bytes, verb: str, **more: str) -> None:
        """Journal a print or a reprint of a record."""
        payload = {**facts, "sha256": hashlib.sha256(document).hexdigest(), **more}
        with self._store.write() as writer:
            writer.note(verb, sector=self._sector, record_id=view.id, payload=payload)

    def kept(self, facts: dict[str, Any], view: Printable) -> bytes | None:
        """Return the blob of an earlier final print that says the same, so that a reprint is that blob."""
        with self._store.read() as reader:
            entries = reader.history(view.id)
        for entry in reversed(entries):
            if entry.header.verb == "print" and entry.payload is not None:
                found = read_canonical(entry.payload)
                if all(found.get(key) == value for key, value in facts.items()):
                    return self._store.blobs.get(str(found["sha256"]))
        return None


def _carried(form: Form, view: Printable, text: str) -> dict[str, object]:
    """Return what the file carries as data: only what is printed on these pages (decision 11)."""
    return {
        "form": form.id,
        "edition": form.edition,
        "number": view.number,
        "version": view.version,
        "text": text,
    }
