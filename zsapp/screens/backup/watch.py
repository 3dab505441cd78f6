"""The watch over backups (自动备份): makes the day's backup when it is due and its place is there.

Plain Python. Silent while all is well: 今日 says when it has been too long. What goes wrong is said once.
"""

from collections.abc import Callable

from zsapp.base.errors import Code, ZsError
from zsapp.base.progress import Progress
from zsapp.screens.errands import Tasks
from zsapp.screens.notices import Say, notice_of
from zsapp.services.station import Station

FIRST_MS, AGAIN_MS = 20_000, 10 * 60_000
"""The first look after coming in, when the pages are there; and how often from then on."""


class BackupWatch:
    """Looks now and then whether the day's backup is due."""

    def __init__(self, station: Station, tasks: Tasks, aside: Tasks, say: Say) -> None:
        """Watch over an open station; backups are made in `aside`, `tasks` tells the time."""
        self._station, self._tasks, self._aside, self._say = station, tasks, aside, say
        self.made: Callable[[], None] = lambda: None
        """Told when one was made."""
        self._progress = Progress()
        self._said: Code | None = None

    def start(self) -> None:
        """Begin to look."""
        self._tasks.later("backup watch", FIRST_MS, self.look)

    def look(self) -> None:
        """Make the day's backup if it is due."""
        self._progress = progress = Progress()
        self._aside.run(lambda: self._station.backups.make_if_due(progress), self._looked, self._no)

    def _looked(self, made: object) -> None:
        if made is not None:
            self._said = None
            self.made()
        self._again()

    def _no(self, error: ZsError) -> None:
        if error.code not in (Code.CANCELLED, Code.BACKUP_RUNNING, self._said):
            self._said = error.code
            self._say(notice_of(error))
        self._again()

    def _again(self) -> None:
        self._tasks.later("backup watch", AGAIN_MS, self.look)

    def stop(self) -> None:
        """Look no more, and stop what is under way."""
        self._tasks.stop("backup watch")
        self._progress.cancel()
