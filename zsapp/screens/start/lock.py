"""The lock (锁定): after some minutes without a hand the window asks for the passphrase; nothing is lost.

What is behind it stays as it is, open and hidden.
"""

from collections.abc import Callable
from typing import Any

from zsapp.screens.errands import Tasks
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.start.model import StartModel
from zsapp.screens.start.pages import UnlockPage

WORDS = "有一会儿没有人操作，已自动锁定。输入的内容都在，请输入口令继续。"


class LockModel(StartModel):
    """Stands before a station that is open: the same user goes on, another one comes in anew."""

    def __init__(
        self,
        station: Any,
        tasks: Tasks,
        *,
        back: Callable[[], None],
        other: Callable[[str, str], None],
    ) -> None:
        """Lock a station; `back` is called when its user returns, `other` with somebody else's words."""
        super().__init__(station.store.home, station, tasks, lambda _station: back())
        self._held, self._other = station, other
        self._show(page="unlock", ask_user=len(station.users()) > 1)

    def unlock(self, passphrase: str, user: str = "") -> None:
        """Let in whoever knows a passphrase."""
        if self.state.busy:
            return
        if not passphrase:
            self._fault("请输入口令", "", "passphrase")
            return
        self._show(busy=True, fault="", remedy="", number=0)
        name = user or self._held.user
        self._tasks.run(
            lambda: self._held.accounts.unlock(name, passphrase),
            lambda found: self._known(found, passphrase),
            self._no,
        )

    def _known(self, name: str, passphrase: str) -> None:
        if name == self._held.user:
            self._in(self._held)
        else:
            self._show(busy=False)
            self._other(name, passphrase)


class LockPage(UnlockPage):
    """The passphrase again."""

    WORDS = WORDS
    OTHERS = ()

    def __init__(self, model: LockModel, scale: Scale, user: str) -> None:
        super().__init__(model, scale)
        self.user.setText(user)
        model.shown = self.show_state
