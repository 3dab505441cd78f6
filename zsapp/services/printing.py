"""Printing (打印): what the paper desks of every sector do alike with a form, values and final prints.

A final print is journalled with what makes it the same as another, and kept as a blob, so that a reprint is
that blob (decision 10).
"""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

from zsapp.base.canonical import canonical, read_canonical
from zsapp.base.errors import Code, Refusal
from zsapp.base.items import Thing, item_of
from zsapp.base.plain import to_plain
from zsapp.press import pdf
from zsapp.press.definition import Form
from zsapp.records.store import Store

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

    def __init__(self, store: Store, sector: str) -> None:
        """Keep the prints of a sector's records in a store."""
        self._store = store
        self._sector = sector

    def keep(self, facts: dict[str, Any], view: Printable, document: bytes, **more: str) -> None:
        """Keep a final print, and journal it."""
        self._store.blobs.put(document)
        self.note(facts, view, document, "print", **more)

    def note(self, facts: dict[str, Any], view: Printable, document: bytes, verb: str, **more: str) -> None:
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
