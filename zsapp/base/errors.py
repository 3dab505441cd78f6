"""Errors (报错): what the program says when it cannot go on. The codes are in `catalogue.py`.

Two exceptions carry a code and its facts. `Refusal`: the law or the form says no; shown at its field.
`Trouble`: the machine says no (stick pulled out, disk full, file from a newer version); shown in the message
bar with its remedy. Anything else that is raised is a bug.
"""

from typing import Any

from zsapp.base.catalogue import Code, Say

__all__ = ["Code", "Refusal", "Say", "Trouble", "ZsError"]


class ZsError(Exception):
    """What the program says when it cannot go on: a code and its facts."""

    def __init__(self, code: Code, *, field: str = "", **facts: Any) -> None:
        """Fill the sentence's holes with the facts; `field` is the item's path, e.g. `parties[0].id_no`."""
        super().__init__(code.value.sentence.format_map(_Facts(facts)))
        self.code = code
        self.field = field
        self.facts = facts

    @property
    def remedy(self) -> str:
        """What to do now."""
        return self.code.value.remedy.format_map(_Facts(self.facts))

    @property
    def law(self) -> str:
        """The article, or the empty text."""
        return self.code.value.law


class Refusal(ZsError):
    """The law or the form says no; nothing was changed."""


class Trouble(ZsError):
    """The machine, the file or the stick says no; nothing acknowledged was lost."""


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""
