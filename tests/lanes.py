"""A lane for tests in which errands wait until they are let go, in whatever order the test wants."""

from collections.abc import Callable
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.screens.tasks import Inline


class Waiting(Inline):
    """Errands stand in line; `let_go` does one of them."""

    def __init__(self) -> None:
        super().__init__()
        self.line: list[Callable[[], Any]] = []

    def run(
        self, errand: Callable[[], Any], done: Callable[[Any], Any], refused: Callable[[ZsError], Any]
    ) -> None:
        """Let an errand wait."""
        self.line.append(lambda: super(Waiting, self).run(errand, done, refused))

    def let_go(self, at: int = 0) -> None:
        """Do one errand, by default the first."""
        self.line.pop(at)()

    def let_all_go(self) -> None:
        """Do them all, and those they bring about."""
        while self.line:
            self.let_go()
