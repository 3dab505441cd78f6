"""Progress (进度): how an errand that takes long says how far it is, and hears that it is no longer wanted.

Knows no window and no thread: a door gives a callable that draws, and calls `cancel` from wherever it likes.
"""

from collections.abc import Callable
from dataclasses import dataclass

from zsapp.base.errors import Code, Refusal


def _silent(_done: int, _total: int, _text: str) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class Progress:
    """How far an errand is. `told(done, total, text)` is called in the errand's own thread."""

    told: Callable[[int, int, str], None] = _silent
    cancelled: bool = False

    def step(self, done: int, total: int, text: str) -> None:
        """Say that `done` of `total` steps are done; `text` is for people.

        Raises:
            Refusal: CANCELLED once `cancel` was called; what was begun is undone by whoever began it.
        """
        if self.cancelled:
            raise Refusal(Code.CANCELLED)
        self.told(done, total, text)

    def cancel(self) -> None:
        """Ask the errand to stop at its next step."""
        self.cancelled = True
