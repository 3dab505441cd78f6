"""The committees' desk (调委会): who mediates here, in what terms, and what the law misses in it.

A committee is found by its name, as the papers print it. A station has its own; a town keeps those that
travel up to it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from zsapp.base.errors import Code, Refusal
from zsapp.base.ids import new_id
from zsapp.base.plain import fit_to_keep, from_plain, from_sheet, to_plain, to_sheet
from zsapp.records.store import Reader, Store, Stored
from zsapp.rules.committee import SECTOR, Committee, RosterMediator, check_committee
from zsapp.rules.findings import Finding
from zsapp.rules.station import StationProfile


@dataclass(frozen=True, slots=True)
class CommitteeView:
    """A committee as kept; one that was never saved has version 0 and no id."""

    id: str
    version: int
    committee: Committee


class Committees:
    """The desk."""

    def __init__(self, store: Store, profile: StationProfile, today: Callable[[], date]) -> None:
        """Work on a store for the station of `profile`; `today` is the day the rules use."""
        self._store = store
        self._profile = profile
        self._today = today

    def find(self, name: str = "") -> CommitteeView:
        """Return the committee of a name, the station's own without one; a new one when none is kept."""
        wanted = name or self._profile.committee
        with self._store.read() as reader:
            stored = _stored(reader, wanted)
        if stored is None:
            kind = OWN_KIND.get(self._profile.tier, "")
            return CommitteeView("", 0, Committee(name=wanted, kind=kind))
        return CommitteeView(stored.id, stored.version, from_plain(Committee, stored.payload))

    def known(self, name: str = "") -> CommitteeView:
        """Return the committee of a name that is kept here; without a name the station's own, kept or not.

        Raises:
            Refusal: COMMITTEE_UNKNOWN.
        """
        found = self.find(name)
        if name and not found.version and name != self._profile.committee:
            raise Refusal(Code.COMMITTEE_UNKNOWN, field="name", name=name)
        return found

    def keep(self, committee: Committee, *, base_version: int) -> None:
        """Keep what is being typed of the station's own committee; no journal.

        Raises:
            Refusal: what could not be read again (D-07).
        """
        payload = to_plain(fit_to_keep(committee))
        with self._store.write() as writer:
            writer.put_draft(self._profile.id, SECTOR, payload, base_version)

    def typed(self) -> CommitteeView | None:
        """Return what was being typed, None when nothing was."""
        with self._store.read() as reader:
            draft = reader.draft(self._profile.id)
        if draft is None or draft.sector != SECTOR:
            return None
        return CommitteeView("", draft.base_version, from_plain(Committee, draft.payload))

    def all(self) -> tuple[CommitteeView, ...]:
        """Return every committee that is kept here, in the order they came."""
        with self._store.read() as reader:
            kept = [reader.record(one) for one in reader.ids(SECTOR)]
        return tuple(
            CommitteeView(one.id, one.version, from_plain(Committee, one.payload)) for one in kept if one
        )

    def roster(self, name: str) -> tuple[RosterMediator, ...]:
        """Return the mediators on file for the committee of a name, empty while there are none."""
        with self._store.read() as reader:
            stored = _stored(reader, name)
        return from_plain(Committee, stored.payload).mediators if stored else ()

    def save(self, committee: Committee, *, base_version: int) -> CommitteeView:
        """Save a committee under its name; travels upstream with the next package.

        Raises:
            Refusal: COMMITTEE_NAME_MISSING, RECORD_CHANGED; what could not be read again (D-07).
        """
        if not committee.name.strip():
            raise Refusal(Code.COMMITTEE_NAME_MISSING, field="name")
        payload = to_plain(fit_to_keep(committee))
        with self._store.write() as writer:
            stored = _stored(writer, committee.name)
            record_id = stored.id if stored else new_id()
            writer.save(SECTOR, record_id, payload, base_version=base_version, verb="save")
            writer.drop_draft(self._profile.id)
        return self.find(committee.name)

    def take_in(self, sheet: dict[str, object]) -> CommitteeView:
        """Take in a committee from a file; the same again changes nothing.

        Raises:
            Refusal: what is wrong with it, at its item; nothing of it is stored.
        """
        committee = from_sheet(Committee, sheet, ())
        kept = self.find(committee.name)
        if kept.version and to_sheet(kept.committee) == to_sheet(committee):
            return kept
        return self.save(committee, base_version=kept.version)

    def sheet(self, name: str = "") -> dict[str, object]:
        """Return a committee in the shape of its file.

        Raises:
            Refusal: COMMITTEE_UNKNOWN.
        """
        return to_sheet(self.known(name).committee)

    def check(self, committee: Committee) -> tuple[Finding, ...]:
        """Return what the law misses in a committee."""
        return check_committee(committee, self._today())


OWN_KIND = {"village": "村（居）人民调解委员会", "town": "乡镇（街道）人民调解委员会"}
"""The kind of a station's own committee by its tier; editable."""


def _stored(reader: Reader, name: str) -> Stored | None:
    found = reader.find_ref(SECTOR, name, name) if name else None
    return reader.record(found) if found else None
