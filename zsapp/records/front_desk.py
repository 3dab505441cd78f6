"""Records of the front desk in the index (服务记录索引): one way for the whole grid. Pure; no SQL."""

from collections.abc import Iterator
from typing import Any

from zsapp.base.plain import from_plain
from zsapp.records.index_of import IndexRow, Named, Words
from zsapp.rules.adviser import AdviserLog, ServiceOrder
from zsapp.rules.desk_record import DeskRecord, visitors
from zsapp.rules.front_desk import Service, texts_of
from zsapp.rules.reconsideration import Reconsideration


def index_of(row: Service, payload: dict[str, Any]) -> IndexRow:
    """Return what lists need of a record, from its wire form."""
    record = from_plain(row.shape, payload)
    slip = record.referral
    return IndexRow(
        title=row.title_of(record),
        number=record.number,
        alias=slip.number if slip else "",
        org=record.org,
        ref=record.id,
        state=row.state_of(record),
        kind=row.kind_of(record)[:100],
        accepted_on=record.date.isoformat() if record.date else "",
    )


def words_of(row: Service, payload: dict[str, Any]) -> Words:
    """Return what search needs of a record, from its wire form."""
    record = from_plain(row.shape, payload)
    people = tuple(_people(record))
    texts = (record.number, *(one.name for one in people), *texts_of(record))
    return Words(people, "\n".join(text for text in texts if text))


def _people(record: DeskRecord) -> Iterator[Named]:
    for one in visitors(record):
        yield Named(one.name, one.id_no.upper(), one.phone)
    if isinstance(record, AdviserLog):
        for served in record.served:
            yield Named(served.name, phone=served.phone)
    if isinstance(record, Reconsideration):
        for fellow in record.fellows:
            yield Named(fellow.name, fellow.id_no.upper(), fellow.phone)
    if isinstance(record, ServiceOrder) and record.opponent:
        yield Named(record.opponent)
    if record.adviser and record.adviser.name:
        yield Named(record.adviser.name)
