"""Backups (备份): by hand, every day and before an upgrade; and what is known of the last good one (D-53).

What this machine knows of its backups lies beside the database: a restored home begins without it.
"""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from zsapp.base import clock
from zsapp.base.clock import local, read_stamp, stamp
from zsapp.base.errors import Code, Refusal, Trouble, ZsError
from zsapp.base.files import read_whole, write_whole
from zsapp.base.progress import Progress
from zsapp.base.settings import Settings, read_settings, write_settings
from zsapp.exchange.removable import sticks
from zsapp.exchange.sticks import Stick
from zsapp.records.backup import Asked, Made, make_backup
from zsapp.records.backup_file import DAILY, HAND, UPGRADE, backups_in
from zsapp.records.store import Store
from zsapp.rules.generations import Keeping, days_without, is_due

logger = logging.getLogger(__name__)

FILE = "backups.json"
OWN = "backups"
"""Where the backup before an upgrade goes while no place was chosen: beside the data folder."""


@dataclass(frozen=True, slots=True)
class Last:
    """The last good backup that this machine made."""

    made_at: datetime
    file: str
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupStatus:
    """How backups stand: where they go, whether that place is there, the last good one, and how old it is."""

    place: str
    there: bool
    last: Last | None
    days: int | None
    due: bool
    settings: Settings

    @property
    def late(self) -> bool:
        """Whether somebody should see to it: a place was chosen, and for too long none was made."""
        return bool(self.place) and (self.days is None or self.days >= self.settings.backup_remind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A backup as it is offered for restoring. `records` is None where nobody counted."""

    file: Path
    station: str
    name: str
    made_at: datetime
    why: str
    entries: int
    records: int | None
    size: int


class Backups:
    """The desk of backups of an open station."""

    def __init__(self, store: Store, now: Callable[[], datetime] = clock.now) -> None:
        """Work on an open store; `now` tells the moment."""
        self._store, self._now = store, now
        self._under_way = threading.Lock()

    # --- how it stands ------------------------------------------------------------------------------------

    def status(self) -> BackupStatus:
        """Return how backups stand."""
        settings, last, now = read_settings(self._store.home), _last(self._store.home), self._now()
        place = settings.backup_folder
        made_at = last.made_at if last else None
        return BackupStatus(
            place=place,
            there=bool(place) and _is_there(Path(place), last),
            last=last,
            days=days_without(made_at, now),
            due=bool(place) and is_due(made_at, now, settings.backup_hour),
            settings=settings,
        )

    @property
    def said(self) -> str:
        """The last good backup in words."""
        last = _last(self._store.home)
        return f"{local(last.made_at)}，{last.file}" if last else "还没有备份过"

    def sticks(self) -> tuple[Stick, ...]:
        """Return the sticks in this machine.

        Raises:
            Trouble: DISK_FAULT.
        """
        return find_sticks()

    def choose(self, place: str, hour: int | None = None) -> BackupStatus:
        """Say where backups go, and at which hour of the day.

        Raises:
            Trouble: BACKUP_INSIDE, HOME_READ_ONLY, DISK_FULL.
        """
        home = self._store.home
        if place and (
            Path(place).resolve() == home.resolve() or home.resolve() in Path(place).resolve().parents
        ):
            raise Trouble(Code.BACKUP_INSIDE, place=place)
        settings = read_settings(home)
        hour = settings.backup_hour if hour is None else hour
        write_settings(home, replace(settings, backup_folder=place, backup_hour=hour))
        return self.status()

    # --- making one ---------------------------------------------------------------------------------------

    def make(
        self,
        to: Path | None = None,
        *,
        keep: int | None = None,
        progress: Progress | None = None,
        daily: bool = False,
    ) -> Made:
        """Make a backup now, into a place or the one that was chosen; `keep` keeps so many and no others.

        The daily one reads again what is new and a seventh of what is old; one by hand reads everything.

        Raises:
            Trouble: BACKUP_UNSET, BACKUP_GONE, BACKUP_FULL, BACKUP_READ_ONLY, BACKUP_FAULT, BACKUP_BAD,
                BACKUP_INSIDE; DISK_FULL, STORE_DAMAGED, CHAIN_BROKEN.
            Refusal: BACKUP_RUNNING, CANCELLED.
        """
        home, settings = self._store.home, read_settings(self._store.home)
        if to is None and not settings.backup_folder:
            raise Trouble(Code.BACKUP_UNSET)
        place = to or Path(settings.backup_folder)
        asked = Asked(
            why=DAILY if daily else HAND,
            made_at=self._now(),
            keeping=_keeping(settings) if keep is None else Keeping(newest=keep, days=0, weeks=0, months=0),
            whole=not daily,
        )
        with self._alone():
            made = make_backup(home, self._store.key, place, asked, progress)
            _remember(home, made)
        return made

    def make_if_due(self, progress: Progress | None = None) -> Made | None:
        """Make the day's backup if it has not been made and its place is there; None when there is none due.

        Raises:
            Trouble, Refusal: as `make`.
        """
        status = self.status()
        return self.make(progress=progress, daily=True) if status.due and status.there else None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._under_way.acquire(blocking=False):
            raise Refusal(Code.BACKUP_RUNNING)
        try:
            yield
        finally:
            self._under_way.release()


def _keeping(settings: Settings) -> Keeping:
    return Keeping(days=settings.backup_days, weeks=settings.backup_weeks, months=settings.backup_months)


def _is_there(place: Path, last: Last | None) -> bool:
    """Say whether a place is there, and the one it was: where a stick was, an empty folder may be left."""
    try:
        before = Path(last.file).parent if last else place
        return place.is_dir() and (place not in before.parents or before.is_dir())
    except OSError:  # a stick that is half gone
        return False


def _last(home: Path) -> Last | None:
    """Return the last good backup; a file that cannot be read says nothing."""
    try:
        found = json.loads(read_whole(home / FILE))
        return Last(read_stamp(found["made_at"]), str(found["file"]), int(found["entries"]))
    except (ZsError, ValueError, TypeError, KeyError):
        return None


def _remember(home: Path, made: Made) -> None:
    said = {"made_at": stamp(made.made_at), "file": str(made.file), "entries": made.entries}
    write_whole(home / FILE, json.dumps(said, ensure_ascii=False).encode())


def find_sticks() -> tuple[Stick, ...]:
    """Return the sticks in this machine.

    Raises:
        Trouble: DISK_FAULT.
    """
    return sticks()


def list_backups(place: Path) -> tuple[Listed, ...]:
    """Return the backups of a stick or folder, the latest first; no key is needed for that.

    Raises:
        Trouble: BACKUP_NONE, BACKUP_GONE, BACKUP_FAULT; of a single file BACKUP_DAMAGED, STORE_NEWER.
    """
    found = backups_in(place)
    if not found:
        raise Trouble(Code.BACKUP_NONE, place=place)
    return tuple(
        Listed(
            file=one.path,
            station=one.head.station,
            name=one.head.name,
            made_at=one.head.made_at,
            why=one.head.why,
            entries=one.head.entries,
            records=one.head.records,
            size=one.head.size,
        )
        for one in found
    )


def before_upgrade(home: Path, key: bytes) -> None:
    """Make a backup of a home whose file is about to be upgraded: where backups go, or beside the home.

    What keeps it from being made is logged and keeps nobody from the upgrade, which works on a copy anyway.
    """
    settings = read_settings(home)
    asked = Asked(why=UPGRADE, made_at=clock.now(), keeping=_keeping(settings), whole=False)
    chosen = [Path(settings.backup_folder)] if settings.backup_folder else []
    for place in (*chosen, home.with_name(f"{home.name}-{OWN}")):
        try:
            if place not in chosen:
                place.mkdir(exist_ok=True)
            _remember(home, make_backup(home, key, place, asked))
        except (Trouble, OSError) as fault:
            logger.info("no backup before the upgrade in this place: %s", type(fault).__name__)
            continue
        return
