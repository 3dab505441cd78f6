"""Who acts (操作人): whoever opened the store; for one errand, another of its users at a bureau's page."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from zsapp.rules.roles import Badge


@dataclass(frozen=True, slots=True)
class Actor:
    """A user of a store, and what they may do there; without a badge everything."""

    user: str
    badge: Badge | None = None


_ERRAND: ContextVar[tuple["Acting", Actor] | None] = ContextVar("errand", default=None)


class Acting:
    """The part of a store that knows who acts."""

    def __init__(self, user: str) -> None:
        """Act for whoever has opened it."""
        self._opener = Actor(user)

    @property
    def _actor(self) -> Actor:
        errand = _ERRAND.get()
        return errand[1] if errand is not None and errand[0] is self else self._opener

    @property
    def user(self) -> str:
        """Under whose name entries are made."""
        return self._actor.user

    @user.setter
    def user(self, user: str) -> None:
        self._opener = Actor(user, self._opener.badge)

    @property
    def badge(self) -> Badge | None:
        """What whoever acts may do."""
        return self._actor.badge

    @badge.setter
    def badge(self, badge: Badge | None) -> None:
        self._opener = Actor(self._opener.user, badge)

    @contextmanager
    def acting(self, user: str, badge: Badge) -> Iterator[None]:
        """Let another user act in this block, in this thread; whatever else goes on is nobody else's act."""
        token = _ERRAND.set((self, Actor(user, badge)))
        try:
            yield
        finally:
            _ERRAND.reset(token)
