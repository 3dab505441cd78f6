"""Errands (差事): what a screen model may ask of the lane; plain Python, so that models need no Qt.

An errand is a closure with two ends: what to do with its result, and what to do when the law or the machine
says no. Whatever else it raises is a bug and goes to the crash page.
"""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from zsapp.base.errors import ZsError

T = TypeVar("T")


class Tasks(Protocol):
    """The lane (办事通道) as a model sees it."""

    def run(
        self, errand: Callable[[], T], done: Callable[[T], Any], refused: Callable[[ZsError], Any]
    ) -> None:
        """Do an errand off the UI thread, in order; come back to the UI thread with its result."""
        ...

    def later(self, key: str, after_ms: int, call: Callable[[], Any]) -> None:
        """Call back on the UI thread after a pause; a second call with the same key starts the pause anew."""
        ...

    def stop(self, key: str) -> None:
        """Forget a call that is still to come."""
        ...


def ignore(_result: object) -> None:
    """Take a result and leave it (an end of an errand that needs none)."""
