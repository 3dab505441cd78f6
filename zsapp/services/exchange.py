"""The exchange (数据交换): the desk that sends out, takes in, and knows what is on its way.

A folder is taken as it is: packages and acknowledgements for us in their order, others' passed over, listed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from zsapp.base import clock
from zsapp.base.errors import Code, Refusal, Trouble, ZsError
from zsapp.base.progress import Progress
from zsapp.exchange import acknowledgement as acks
from zsapp.exchange import package as packages
from zsapp.exchange import rebaseline, removable
from zsapp.exchange.checking import check_schema, check_sender
from zsapp.exchange.manifest import Known
from zsapp.exchange.package import open_package
from zsapp.exchange.requests import ANSWER_SUFFIX
from zsapp.exchange.staging import workplace
from zsapp.exchange.sticks import Stick
from zsapp.records.store import Mark, Store
from zsapp.rules.roles import EXCHANGE, Right
from zsapp.rules.station import StationProfile
from zsapp.services import closed, credentials, downward, paperwork
from zsapp.services.admission import check_key
from zsapp.services.dispatch import Dispatch, Exported
from zsapp.services.downward import HeldAbove
from zsapp.services.enrolment import Enrolment
from zsapp.services.giving_back import GivenTaken, take_given
from zsapp.services.hearing import AcknowledgementTaken
from zsapp.services.intake import Intake, PackageTaken
from zsapp.services.lacking import Lacking, lacking
from zsapp.services.numbers import clashes_in
from zsapp.services.package_facts import acknowledgement_facts, package_facts
from zsapp.services.paperwork import CertificateTaken, RequestTaken

HARMLESS = (
    *(Code.PACKAGE_OWN, Code.PACKAGE_NOT_FOR_US, Code.ACK_NOT_FOR_US),
    *(Code.PACKAGE_ALREADY, Code.PACKAGE_OLDER, Code.ACK_STALE),
    *(Code.REQUEST_OWN, Code.REQUEST_DONE, Code.REQUEST_SCOPE),
    *(Code.CERT_NOT_OURS, Code.REBASELINE_NOT_FOR_US),
)
"""What a stick may well hold without anything being wrong: passed over, and listed."""

MACHINE = (3, 6)
"""Ranges of codes that speak of this machine or the stick itself: with those, there is no going on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """A file that was not taken in, and why: by a rule, or for the `trouble` that the file itself is in."""

    file: Path
    code: str
    message: str
    remedy: str
    trouble: bool = False


DIFFERING = "回执会告诉对方缺哪一段，请它收下回执再导出一次；以后仍不一致，请在“备份”页给它“补发”"
"""What helps where two stations have different records of one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did. `skipped` are others' files and repeats; `refused` those with something wrong.

    `clashes` says in words where the numbers of two machines known now may meet.
    """

    packages: tuple[PackageTaken, ...] = ()
    acknowledgements: tuple[AcknowledgementTaken, ...] = ()
    requests: tuple[RequestTaken, ...] = ()
    certificates: tuple[CertificateTaken, ...] = ()
    given: tuple[GivenTaken, ...] = ()
    refused: tuple[NotTaken, ...] = ()
    skipped: tuple[NotTaken, ...] = ()
    clashes: tuple[str, ...] = ()

    @property
    def differing(self) -> tuple[str, ...]:
        """The names of stations whose records are other ones here, now that all that came is in."""
        last = {one.sender: one for one in self.packages if one.volume == 1}
        return tuple(one.name for one in last.values() if one.differences)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncStatus:
    """How far the station's journal has travelled. `marks` are by level, see `records/views.py`.

    `unsent` counts records, by sector: a case saved five times is one. `waiting` counts the restricted ones
    that do not leave before the city's certificate is known here; `lacking` are the stations above that have
    lost something we sent.
    """

    unsent: dict[str, int]
    last_export: datetime | None
    marks: dict[str, Mark]
    enrolled: bool
    waiting: int = 0
    parent: str = ""
    last_seq: int = 0
    stations: tuple[Known, ...] = ()
    held_above: tuple[HeldAbove, ...] = ()
    lacking: tuple[Lacking, ...] = ()


class Exchange:
    """The exchange desk of a station."""

    def __init__(
        self, store: Store, profile: StationProfile, today: Callable[[], date] = clock.today
    ) -> None:
        """Work on a store for the station of `profile`; `today` tells the day certificates are held to."""
        self._store = store
        self._profile = profile
        self._today = today

    def sticks(self) -> tuple[Stick, ...]:
        """Return the sticks in this machine.

        Raises:
            Trouble: DISK_FAULT.
        """
        return removable.sticks()

    def export(
        self, to: Path | None = None, *, since: int | None = None, progress: Progress | None = None
    ) -> Exported:
        """Write a package onto a stick (the only one there is, when `to` is not given) or into a folder.

        It holds everything after the entry with the seq `since`; when that is not given, everything that the
        station above has not acknowledged. It is said to be done when it was read again from the medium.

        Raises:
            Refusal: STICK_TWO, CERT_MISSING, CERT_EXPIRED, CERT_REVOKED, EXPORT_NOTHING, EXPORT_RUNNING,
                CANCELLED.
            Trouble: STICK_NONE, STICK_GONE, STICK_READ_ONLY, STICK_FULL, STICK_BAD, STICK_FAULT, DISK_FULL,
                CLOCK_BEHIND; nothing is marked as exported.
        """
        self._store.require(Right.EXPORT, EXCHANGE)
        place = to if to is not None else removable.only_stick(self.sticks()).path
        dispatch, progress = Dispatch(self._store, self._today), progress or Progress()
        if since is not None:
            return dispatch.send(place, since, progress)
        *earlier, last = dispatch.epochs()
        before = [dispatch.send(place, None, progress, one) for one in earlier]
        return dispatch.send(place, None, progress, last).after(before)

    def import_path(self, path: Path, *, progress: Progress | None = None) -> Imported:
        """Take in a file, or all packages and acknowledgements that lie in a folder, in their order.

        Of a folder, one file's refusal does not stop the others: it is listed, and so is what is others'.

        Raises:
            Trouble: FILE_MISSING, STICK_GONE, DISK_FULL; of a single file whatever is wrong with it.
            Refusal: CERT_MISSING, NOT_A_PACKAGE, EXPORT_RUNNING, CANCELLED; of a single file as above.
        """
        done = self.take_in(path, progress=progress)
        with self._store.read() as reader:
            return replace(done, clashes=clashes_in(reader, self._today().year) if done.packages else ())

    def take_in(self, path: Path, *, progress: Progress | None = None) -> Imported:
        """Take in as `import_path` does, without looking through the year for numbers given twice.

        A hub takes in a volume every second, and nobody reads there what is said of each.
        """
        self._store.require(Right.EXPORT, EXCHANGE)
        progress = progress or Progress()
        single = removable.is_file(path)
        self._check_enrolled([path] if single else _files_in(path))
        with workplace(self._store.home) as scraps:
            intake = _Taking(
                Intake(self._store, self._today(), scraps),
                Enrolment(self._store, self._profile, self._today),
                self._profile.id,
                partial(take_given, self._store, today=self._today(), scraps=scraps),
            )
            if single:
                return _added(Imported(), intake.take(path, progress))
            return self._import_folder(intake, path, progress)

    def _check_enrolled(self, files: list[Path]) -> None:
        """Refuse to take in anything but a certificate before there is one.

        Raises:
            Refusal: CERT_MISSING.
        """
        if not any(one.suffix.lower() == ANSWER_SUFFIX for one in files):
            with self._store.read() as reader:
                credentials.read_credentials(reader)

    def _import_folder(self, intake: "_Taking", folder: Path, progress: Progress) -> Imported:
        """Take in a folder's files; what waits for an earlier one is tried again once another was taken."""
        waiting, done = _files_in(folder), Imported()
        if not waiting:
            raise Refusal(Code.NOT_A_PACKAGE, file=folder)
        while waiting:
            done, held = _through(intake, waiting, done, progress)
            gaps = [one for one in held if one[1].code is Code.PACKAGE_GAP]
            again = gaps if len(gaps) < len(waiting) else []
            for one in held:
                done = done if one in again else _not_taken(done, *one)
            waiting = [file for file, _ in again]
        return done

    def inspect(self, path: Path) -> dict[str, Any]:
        """Return what a package or acknowledgement says, and under `trusted` whether we would take it.

        Raises:
            Trouble, Refusal: as `inspect`.
        """
        facts = inspect(path)
        facts["trusted"] = ""
        if path.suffix.lower() == packages.SUFFIX:
            facts["trusted"] = self._judged(path)
        return facts

    def _judged(self, path: Path) -> str:
        """Return the code of the refusal that a package would meet before it is opened, or nothing."""
        try:
            with self._store.read() as reader, open_package(path) as package:
                known = credentials.read_credentials(reader)
                check_sender(package.letter, credentials.read_trust(reader, known, self._today()), known.own)
                check_key(reader, package.letter.chain[0])
                check_schema(package.manifest)
        except ZsError as error:
            return error.code.name
        return ""

    def status(self) -> SyncStatus:
        """Return how far everything has travelled."""
        with self._store.read() as reader:
            marks = reader.marks()
            chain = credentials.read_own_chain(reader) or ()
            exported = marks.get("exported")
            return SyncStatus(
                unsent=reader.unsent(),
                last_export=exported.at if exported else None,
                marks=marks,
                enrolled=bool(chain),
                parent=chain[1].name if len(chain) > 1 else "",
                waiting=closed.waiting(reader, chain),
                last_seq=reader.head(self._store.station, self._store.epoch).seq,
                stations=tuple(
                    Known(one.station, one.head.epoch, one.head.seq, one.head.hash)
                    for one in reader.stations()
                ),
                held_above=downward.held_above(reader),
                lacking=lacking(reader),
            )


def _files_in(folder: Path) -> list[Path]:
    """Return what may be ours: what is given back, acknowledgements, certificates, packages, requests."""
    with removable.stick_troubles(folder):
        found = [one for one in folder.iterdir() if one.suffix.lower() in ALL_SUFFIXES and one.is_file()]
    return sorted(found, key=_place)


def _place(file: Path) -> tuple[int, str, list[str]]:
    """Return a file's place in the order: what is given back comes before what speaks of it.

    Before that comes the certificate: it says whose place a new computer took.
    """
    suffix = file.suffix.lower()
    rank = {ANSWER_SUFFIX: 0, rebaseline.SUFFIX: 1}.get(suffix, 2)
    return rank, suffix, [part.zfill(20) for part in file.stem.split("-")]


SUFFIXES = (acks.SUFFIX, packages.SUFFIX)
ALL_SUFFIXES = (*SUFFIXES, rebaseline.SUFFIX, *paperwork.SUFFIXES)
Taken = PackageTaken | AcknowledgementTaken | RequestTaken | CertificateTaken | GivenTaken


@dataclass(frozen=True, slots=True)
class _Taking:
    """Who takes in what: packages and acknowledgements, requests and certificates."""

    intake: Intake
    enrolment: Enrolment
    station: str
    take_given: Callable[[Path], GivenTaken]

    def take(self, file: Path, progress: Progress) -> Taken:
        suffix = file.suffix.lower()
        if suffix == acks.SUFFIX:
            return self.intake.take_acknowledgement(file)
        if suffix == packages.SUFFIX:
            return self.intake.take_package(file, progress)
        if suffix == rebaseline.SUFFIX:
            return self.take_given(file)
        if suffix in paperwork.SUFFIXES:
            return paperwork.take(self.enrolment, self.station, file)
        raise Refusal(Code.NOT_A_PACKAGE, file=file)


def _through(
    intake: _Taking, files: list[Path], done: Imported, progress: Progress
) -> tuple[Imported, list[tuple[Path, ZsError]]]:
    """Try files once; return what was done and those held back, each with its error."""
    held: list[tuple[Path, ZsError]] = []
    for number, file in enumerate(files):
        progress.step(number, len(files), f"正在核对 {file.name}")
        try:
            done = _added(done, intake.take(file, progress))
        except ZsError as error:
            if error.code.value.number // 1000 in MACHINE or error.code is Code.CANCELLED:
                raise
            held.append((file, error))
    return done, held


def _added(done: Imported, taken: Taken) -> Imported:
    if isinstance(taken, PackageTaken):
        return replace(done, packages=(*done.packages, taken))
    if isinstance(taken, RequestTaken):
        return replace(done, requests=(*done.requests, taken))
    if isinstance(taken, GivenTaken):
        return replace(done, given=(*done.given, taken))
    if isinstance(taken, CertificateTaken):
        return replace(done, certificates=(*done.certificates, taken))
    return replace(done, acknowledgements=(*done.acknowledgements, taken))


def _not_taken(done: Imported, file: Path, error: ZsError) -> Imported:
    one = _refused(file, error)
    if error.code in HARMLESS:
        return replace(done, skipped=(*done.skipped, one))
    return replace(done, refused=(*done.refused, one))


def _refused(file: Path, error: ZsError) -> NotTaken:
    return NotTaken(
        file=file,
        code=error.code.name,
        message=str(error),
        remedy=error.remedy,
        trouble=isinstance(error, Trouble),
    )


def inspect(path: Path) -> dict[str, Any]:
    """Return what a package or acknowledgement says of itself. No key and no station are needed for that.

    Its hashes and its signature have been checked against the certificate it brings; whether that certificate
    is to be believed only a station can tell.

    Raises:
        Trouble: FILE_MISSING, PACKAGE_DAMAGED, PACKAGE_NEWER, ACK_DAMAGED, STICK_GONE, STICK_FAULT.
        Refusal: NOT_A_PACKAGE, PACKAGE_RETIRED, PACKAGE_SUITE.
    """
    if not removable.is_file(path) or path.suffix.lower() not in SUFFIXES:
        raise Refusal(Code.NOT_A_PACKAGE, file=path)
    if path.suffix.lower() == acks.SUFFIX:
        return acknowledgement_facts(path)
    return package_facts(path)


@dataclass(frozen=True, slots=True)
class LookedInto:
    """What lies in a folder: what each file says of itself, and those that cannot be read."""

    read: tuple[dict[str, Any], ...]
    refused: tuple[NotTaken, ...]


def look_into(folder: Path) -> LookedInto:
    """Return what every package and acknowledgement of a folder says, in the order an import takes them.

    Raises:
        Refusal: NOT_A_PACKAGE for a folder that holds none.
        Trouble: STICK_GONE, STICK_FAULT.
    """
    files = [one for one in _files_in(folder) if one.suffix.lower() in SUFFIXES]
    read, refused = [], []
    if not files:
        raise Refusal(Code.NOT_A_PACKAGE, file=folder)
    for file in files:
        try:
            read.append(inspect(file))
        except ZsError as error:
            refused.append(_refused(file, error))
    return LookedInto(tuple(read), tuple(refused))
