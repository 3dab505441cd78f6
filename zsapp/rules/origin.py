"""Where a record came from (由来): turned from a record of another service, with nothing typed again.

A link to a restricted record is not written at all: whoever sees the new record would learn of the old one.
"""

from dataclasses import dataclass

from zsapp.base.items import SHORT, Thing, item


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin(Thing):
    """The record that another was turned from: its service, its id, and its number or title then."""

    sector: str = item("业务", maximum=SHORT)
    record_id: str = item("记录编号", maximum=SHORT)
    called: str = item("名称", verbatim=True, maximum=200)
