"""What is indexed of a record (索引项): the plain values a sector's module gives. Knows no SQL."""

from dataclasses import dataclass
from typing import NamedTuple

OPEN, RESTRICTED, SEALED = 0, 1, 2
"""Who finds a record: everybody who may see its sector; few (限制查看); nobody, its content is closed."""


class IndexRow(NamedTuple):
    """What lists need to know of a record, from its payload; everything else stays there.

    `number` is the number it is known by, `alias` another one, `ref` the number of an import file,
    `accepted_on` an ISO day or the empty text, `guard` who may find it at all.
    """

    title: str = ""
    number: str = ""
    alias: str = ""
    org: str = ""
    ref: str = ""
    state: str = ""
    kind: str = ""
    accepted_on: str = ""
    guard: int = OPEN


@dataclass(frozen=True, slots=True)
class Named:
    """A person named in a record, as typed; letters of the number in capitals."""

    name: str
    number: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What search needs to know of a record: whom it names, and its text."""

    people: tuple[Named, ...] = ()
    text: str = ""


def text_at(group: dict[str, object], key: str) -> str:
    """Return the text under a key of a payload, empty when it is not there or blank."""
    found = group.get(key)
    return found if isinstance(found, str) else ""
