"""Lineage (版本来历): which versions of a record come from which, and which stand beside each other. Pure.

An entry names the version it was made from by its number alone. It means the one of its own chain where that
has one, else the owner's, else any. What a merge has taken in counts among its ancestors.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

Place = tuple[str, int, int]
"""Station, epoch and seq of an entry."""


@dataclass(frozen=True, slots=True)
class Version:
    """An entry that is a version of a record."""

    station: str
    epoch: int
    seq: int
    version: int
    base: int

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.station, self.epoch, self.seq


class Lineage:
    """All versions of one record that are here."""

    def __init__(
        self, versions: Iterable[Version], owner: str, taken_in: Mapping[Place, Collection[Place]]
    ) -> None:
        """Know the owner of the record, and what merges have taken in, by the merge's place."""
        self._versions = {one.place: one for one in versions}
        self._owner = owner
        self._taken_in = taken_in

    def base_of(self, one: Version) -> Version | None:
        """Return the version that one was made from, None for the first or one that is not here."""
        found = [
            other
            for other in self._versions.values()
            if other.version == one.base and other.place != one.place and one.base
        ]
        own = [other for other in found if other.station == one.station and other.place[1:] < one.place[1:]]
        owners = [other for other in found if other.station == self._owner]
        pool = own or owners or found
        return max(pool, key=lambda other: other.place, default=None)

    def _before(self, one: Version) -> Version | None:
        """Return the version before one in its own chain: a station knows what it has said itself."""
        found = [
            other
            for other in self._versions.values()
            if (other.station, other.epoch) == (one.station, one.epoch) and other.seq < one.seq
        ]
        return max(found, key=lambda other: other.seq, default=None)

    def ancestors(self, one: Version) -> dict[Place, Version]:
        """Return everything a version comes from, the nearest first."""
        found: dict[Place, Version] = {}
        left = [one]
        while left:
            now = left.pop(0)
            base = self.base_of(now)
            others = [self._versions.get(place) for place in self._taken_in.get(now.place, ())]
            for other in (base, self._before(now), *others):
                if other is not None and other.place not in found and other.place != one.place:
                    found[other.place] = other
                    left.append(other)
        return found

    def heads(self) -> Sequence[Version]:
        """Return the versions that no other one comes from, the owner's latest first."""
        under = {place for one in self._versions.values() for place in self.ancestors(one)}
        free = [one for one in self._versions.values() if one.place not in under]
        return sorted(
            free, key=lambda one: (one.station == self._owner, one.epoch, one.seq, one.station), reverse=True
        )

    def meeting_point(self, mine: Version, theirs: Version) -> Version | None:
        """Return the nearest version that both come from."""
        of_mine = {mine.place: mine, **self.ancestors(mine)}
        return next((one for place, one in self.ancestors(theirs).items() if place in of_mine), None)
