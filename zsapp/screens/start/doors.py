"""What the first pages need done (开门): the services, loaded when first needed and not before.

Every import of a service here is inside a function: the store brings SQLAlchemy, SQLCipher and cryptography,
0.5 s of files on a hard disk, and the window must be ready to type before that (measured in tests/bench).
"""

import logging
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from zsapp.base.errors import Trouble
from zsapp.base.progress import Progress
from zsapp.screens.start.model import Place

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ServiceDoors:
    """The real doors of a home."""

    home: Path
    today: date | None = None
    cost: Any = None
    """A cheaper key derivation, for tests; None is the real one."""

    def prepare(self) -> None:
        """Load the services and the shell while the clerk types the passphrase."""
        import_module("zsapp.screens.shell")  # the services come with it

    def open(self, passphrase: str, user: str) -> Any:
        """Open the station.

        Raises:
            Trouble: as `open_station`.
        """
        from zsapp.services.station import open_station  # start-up time

        return open_station(self.home, passphrase=passphrase, user=user, today=self.today)

    def recover(self, code: str, user: str, passphrase: str) -> tuple[Any, str]:
        """Open the station by its recovery code; return it with the code that takes the used one's place.

        Raises:
            Trouble: as `recover_station`.
        """
        from zsapp.services.station import recover_station  # start-up time

        station = recover_station(self.home, code=code, user=user, passphrase=passphrase, today=self.today)
        try:
            return station, station.replace_recovery_code()
        except Trouble as trouble:  # a full disk, a store that is behind: the clerk gets in nevertheless
            logger.warning("recovery code not replaced: %s", trouble.code.name)
            return station, ""

    def sticks(self) -> tuple[Any, ...]:
        """Return the sticks in this machine.

        Raises:
            Trouble: DISK_FAULT.
        """
        from zsapp.services.backups import find_sticks  # start-up time

        return find_sticks()

    def backups(self, place: Path) -> tuple[Any, ...]:
        """Return the backups of a stick or folder, the latest first.

        Raises:
            Trouble: as `list_backups`.
        """
        from zsapp.services.backups import list_backups  # start-up time

        return list_backups(place)

    def restore(self, file: Path, passphrase: str, user: str, code: str, progress: Progress) -> Any:
        """Restore the station from a backup; return it, and what is to be done now.

        Raises:
            Refusal, Trouble: as `restore_station`.
        """
        from zsapp.services.restoring import restore_station, secret_of  # start-up time

        secret = secret_of(passphrase, user=user, code=code)
        return restore_station(file, self.home, secret, today=self.today, progress=progress)

    def make(self, place: Place, name: str, user: str, passphrase: str) -> tuple[Any, str]:
        """Make a station; return it and its recovery code.

        Raises:
            Refusal, Trouble: as `init_station`.
        """
        from zsapp.services.station import Setup, init_station  # start-up time

        setup = Setup(code=place.code, name=name, tier=place.tier, user=user)
        made = init_station(self.home, setup, passphrase=passphrase, today=self.today, cost=self.cost)
        return made.station, made.recovery

    def print_recovery(self, station: Any, recovery: str) -> str:
        """Print the recovery sheet on the first printer there is; it never lies in a file.

        Raises:
            Trouble: PRINTER_REFUSED.
        """
        from zsapp.screens.printers import find_printers, send  # start-up time
        from zsapp.services.recovery_sheet import recovery_sheet  # start-up time

        printers = find_printers()
        if not printers:
            return ""
        sheet = recovery_sheet(station.profile, station.user, recovery)
        send(sheet.pdf, printers[0].name, 1)
        return printers[0].name

    def places(self) -> tuple[Place, ...]:
        """Return every town and village of the region table."""
        from zsapp.services.tables import shipped_tables  # start-up time

        regions = shipped_tables().regions
        places = []
        for code, region in regions.items():
            above = regions.get(region.parent)
            words = (
                f"{above.name} {region.short_name}" if above and region.level == "village" else region.name
            )
            places.append(Place(code, words, region.level, f"{words} {region.name} {code}"))
        return tuple(places)

    def train(self) -> Any:
        """Open the training village, made with its town and city where there are none yet.

        Raises:
            Trouble: HOME_READ_ONLY, DISK_FULL, HOME_IN_USE.
        """
        from zsapp.services.station import open_station  # start-up time
        from zsapp.services.training import PASSPHRASE, has_training, make_training  # start-up time

        if not has_training(self.home):
            make_training(self.home, today=self.today, cost=self.cost)
        return open_station(self.home / "village", passphrase=PASSPHRASE, today=self.today)
