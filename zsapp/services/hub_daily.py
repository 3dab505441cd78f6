"""A hub's daily backup (每日备份): nobody opens a window beside a hub that serves, so it makes its own."""

import logging
import threading

from zsapp.base.errors import ZsError
from zsapp.services.backups import Backups

logger = logging.getLogger(__name__)

LOOK = 600.0
"""Seconds after which is looked again whether one is due."""


class Daily:
    """Makes the day's backup while the hub serves, to the place that was chosen."""

    def __init__(self, backups: Backups, look: float = LOOK) -> None:
        """Make them by a station's desk."""
        self._backups = backups
        self._look = look
        self._ending = threading.Event()
        self._worker = threading.Thread(target=self._work, name="hub-backup", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._worker.start()

    def close(self) -> None:
        """Stop, once a backup under way is done."""
        self._ending.set()
        if self._worker.is_alive():
            self._worker.join()

    def _work(self) -> None:
        while not self._ending.wait(self._look):
            self.make()

    def make(self) -> None:
        """Make the backup if one is due; what keeps it from being made is logged, and told on the page."""
        try:
            self._backups.make_if_due()
        except ZsError as error:
            logger.info("no backup of the hub: %s", error.code.name)
