"""The premises' desk (服务场所): one record for the organisation, its photographs, what it misses."""

import hashlib
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.base.files import name_of, read_whole
from zsapp.base.ids import new_id
from zsapp.base.items import Item, base_of, items
from zsapp.base.plain import fit_to_keep, from_plain, from_sheet, to_plain, to_sheet
from zsapp.press import binding
from zsapp.records.store import Reader, Store, Stored
from zsapp.rules.findings import Finding
from zsapp.rules.premises import SECTOR, Photo, Premises, check_premises
from zsapp.rules.station import StationProfile
from zsapp.services.dossier import LIMIT, MEGABYTE
from zsapp.services.tables import shipped_tables


@dataclass(frozen=True, slots=True)
class PremisesView:
    """A premises as kept; one that was never saved has version 0 and no id."""

    id: str
    version: int
    premises: Premises


class PremisesDesk:
    """The desk."""

    def __init__(self, store: Store, profile: StationProfile, today: Callable[[], date]) -> None:
        """Work on a store for the station of `profile`; `today` is the day the rules use."""
        self._store = store
        self._profile = profile
        self._today = today

    def find(self, org: str = "") -> PremisesView:
        """Return the premises of an organisation, the station's own without one; a blank one when unknown."""
        wanted = org or self._profile.org
        with self._store.read() as reader:
            stored = _stored(reader, wanted)
        if stored is None:
            name = self._profile.name if wanted == self._profile.org else ""
            return PremisesView("", 0, Premises(org=wanted, name=name))
        return PremisesView(stored.id, stored.version, from_plain(Premises, stored.payload))

    def all(self) -> tuple[PremisesView, ...]:
        """Return every premises that is kept here, in the order they came."""
        with self._store.read() as reader:
            kept = [reader.record(one) for one in reader.ids(SECTOR)]
        return tuple(
            PremisesView(one.id, one.version, from_plain(Premises, one.payload)) for one in kept if one
        )

    # --- typing -------------------------------------------------------------------------------------------

    def keep(self, premises: Premises, *, base_version: int) -> None:
        """Keep what is being typed of the station's own premises; no journal.

        Raises:
            Refusal: what could not be read again (D-07).
        """
        payload = to_plain(fit_to_keep(premises))
        with self._store.write() as writer:
            writer.put_draft(self._draft_id, SECTOR, payload, base_version)

    def typed(self) -> PremisesView | None:
        """Return what was being typed, None when nothing was."""
        with self._store.read() as reader:
            draft = reader.draft(self._draft_id)
        if draft is None or draft.sector != SECTOR:
            return None
        return PremisesView("", draft.base_version, from_plain(Premises, draft.payload))

    @property
    def _draft_id(self) -> str:
        """The id under which typing waits: the station's own is that of the committee's draft."""
        return str(uuid.uuid5(uuid.UUID(self._profile.id), SECTOR))

    def save(self, premises: Premises, *, base_version: int) -> PremisesView:
        """Save a premises; it travels upstream with the next package.

        Raises:
            Refusal: STATION_NAME_MISSING, RECORD_CHANGED; what could not be read again (D-07).
        """
        if not premises.name.strip():
            raise Refusal(Code.STATION_NAME_MISSING, field="name")
        kept = fit_to_keep(replace(premises, org=premises.org or self._profile.org))
        with self._store.write() as writer:
            stored = _stored(writer, kept.org)
            record_id = stored.id if stored else new_id()
            writer.save(SECTOR, record_id, to_plain(kept), base_version=base_version, verb="save")
            if kept.org == self._profile.org:
                writer.drop_draft(self._draft_id)
        return self.find(kept.org)

    # --- files and single items ---------------------------------------------------------------------------

    def sheet(self, org: str = "") -> dict[str, object]:
        """Return a premises in the shape of its file."""
        return to_sheet(self.find(org).premises)

    def take_in(self, sheet: dict[str, Any]) -> PremisesView:
        """Take in the station's own premises from a file; the same again changes nothing, photographs stay.

        Raises:
            Refusal: what is wrong with it, at its item; nothing of it is stored.
        """
        known = self.find()
        given = from_sheet(Premises, sheet, ())
        hashes = {one.name: one.sha256 for one in known.premises.photos}
        photos = tuple(replace(one, sha256=hashes.get(one.name, "")) for one in given.photos)
        premises = replace(given, org=self._profile.org, photos=photos)
        if known.version and known.premises == premises:
            return known
        return self.save(premises, base_version=known.version)

    def set_items(self, told: dict[str, str]) -> PremisesView:
        """Set single items of the station's own premises, each by its name or its label.

        Raises:
            Refusal: PREMISES_ITEM_UNKNOWN, IMPORT_TYPE_WRONG.
        """
        known = self.find()
        sheet = to_sheet(known.premises)
        for name, value in told.items():
            found = next(
                (one for one in items(Premises) if name in (one.name, one.label) and not one.internal), None
            )
            if found is None:
                raise Refusal(Code.PREMISES_ITEM_UNKNOWN, field="item", item=name[:20])
            sheet[found.name] = _typed(found, value)
        return self.take_in(sheet)

    # --- photographs --------------------------------------------------------------------------------------

    def add_photo(self, file: Path, name: str = "", taken: date | None = None) -> PremisesView:
        """Take a photograph in: its bytes as a blob, its hash in the record.

        Raises:
            Refusal: SCAN_UNREADABLE, SCAN_TOO_LARGE, ROLE_MAY_NOT.
            Trouble: FILE_MISSING, DISK_FULL.
        """
        content = read_whole(file)
        if len(content) > LIMIT:
            size, limit = (f"{bytes_ / MEGABYTE:.0f}MB" for bytes_ in (len(content), LIMIT))
            raise Refusal(Code.SCAN_TOO_LARGE, field="photos", name=file.name, size=size, limit=limit)
        binding.pages_of(content, file.name)
        known = self.find()
        called = name.strip() or Path(name_of(file)).stem
        photo = Photo(name=called, taken=taken or self._today(), sha256=hashlib.sha256(content).hexdigest())
        self._store.blobs.put(content)
        others = tuple(one for one in known.premises.photos if one.name != called)
        return self.save(replace(known.premises, photos=(*others, photo)), base_version=known.version)

    def photo(self, name: str) -> bytes:
        """Return a photograph as it was taken in.

        Raises:
            Refusal: SCAN_UNKNOWN.
            Trouble: BLOB_DAMAGED.
        """
        found = next((one.sha256 for one in self.find().premises.photos if one.name == name), "")
        if not found:
            raise Refusal(Code.SCAN_UNKNOWN, field="photos", number=name)
        return self._store.blobs.get(found)

    def check(self, premises: Premises) -> tuple[Finding, ...]:
        """Return what a premises misses."""
        return check_premises(premises, shipped_tables(), self._today())


def _typed(one: Item, text: str) -> object:
    """Return a typed value as a file would hold it; what is none stays as typed, and is refused there."""
    _, kind, _ = base_of(one.type)
    if kind is tuple:
        return [part for part in text.split("、") if part]
    if kind is Decimal and NUMBER.fullmatch(text):
        return Decimal(text)
    return text


NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def _stored(reader: Reader, org: str) -> Stored | None:
    found = reader.find_ref(SECTOR, org, org) if org else None
    return reader.record(found) if found else None
