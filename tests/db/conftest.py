"""Fixtures of the store: a home's folder, a new home, its open store."""

from tests.homes import created, home, store

__all__ = ["created", "home", "store"]
