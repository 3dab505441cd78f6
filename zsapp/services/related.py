"""Related cases (关联案件): the other cases in which a case's parties or mediators take part."""

from collections.abc import Iterator

from zsapp.base.plain import from_plain
from zsapp.records.store import Reader
from zsapp.rules.conflicts import Related
from zsapp.rules.mediation import SECTOR, Case

MOST = 20
"""Other cases looked at for each name, the newest."""
READ = ("parties", "mediators", "volume_no", "dispute_type", "dates", "outcome", "schedule")
"""What is read of another case: decoding all of it would take most of the time."""


def related_cases(reader: Reader, case: Case, besides: str) -> tuple[Related, ...]:
    """Return the other cases that name a party or mediator of this one as a party, or who stood for one."""
    found: dict[str, Related] = {}
    for name in dict.fromkeys(_names(case)):
        for line in reader.page(SECTOR, query=name, limit=MOST).lines:
            if line.id != besides and line.id not in found and line.state != VOID:
                stored = reader.record(line.id)
                payload = stored.payload if stored else {}
                pruned = {key: payload[key] for key in READ if key in payload}
                found[line.id] = Related(record_id=line.id, case=from_plain(Case, pruned))
    return tuple(found[one] for one in sorted(found, reverse=True))  # ids tell the time (UUIDv7)


VOID = "作废"


def _names(case: Case) -> Iterator[str]:
    named = (*(one.name for one in case.parties), *(one.name for one in case.mediators))
    yield from (name.strip() for name in named if len(name.strip()) > 1)
