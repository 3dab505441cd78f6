"""Legal-aid intakes in the index (法律援助申请索引): payload to index values. Pure; knows no SQL.

A restricted intake is listed by its matter alone, never by a name nor by a title of its own, which
`sectors.py` sees to; the record says itself that it is restricted.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from zsapp.records.index_of import IndexRow, Named, Words, text_at
from zsapp.rules.legal_aid import SECTOR, LegalAidIntake, state_of
from zsapp.rules.legal_aid_parts import CenterAnswer, Forwarded, Received, Supplement

__all__ = ["SECTOR", "index_of", "words_of"]

LISTS = ("respondent", "family", "children")


def index_of(payload: dict[str, Any]) -> IndexRow:
    """Return what lists need of an intake, from its wire form."""
    received = payload.get("received") or {}
    return IndexRow(
        title=_title(payload),
        number=text_at(payload, "receipt_no"),
        org=text_at(received, "org"),
        ref=text_at(payload, "id"),
        state=state_of(_stub(payload)),
        kind=text_at(payload, "matter"),
        accepted_on=text_at(received, "date"),
    )


def words_of(payload: dict[str, Any]) -> Words:
    """Return what search needs of an intake, from its wire form."""
    people = tuple(_people(payload))
    applicant = payload.get("applicant") or {}
    texts = [
        *(text_at(payload, key) for key in ("receipt_no", "id", "title")),
        *(person.name for person in people),
        text_at(applicant, "employer"),
        text_at(payload, "facts"),
        text_at(payload.get("center") or {}, "doc_no"),
        *(text_at(payload.get("forwarded") or {}, key) for key in ("number", "batch")),
    ]
    return Words(people, "\n".join(text for text in texts if text))


def _title(payload: dict[str, Any]) -> str:
    if title := text_at(payload, "title"):
        return title
    return f"{text_at(payload.get('applicant') or {}, 'name')} {text_at(payload, 'matter')}".strip()


def _people(payload: dict[str, Any]) -> Iterator[Named]:
    """Name everybody; the numbers of the applicant's two documents both find him."""
    applicant = payload.get("applicant") or {}
    yield _named(applicant)
    if second := text_at(applicant.get("second_id") or {}, "number"):
        yield Named(text_at(applicant, "name"), second.upper())
    if payload.get("agent"):
        yield _named(payload["agent"])
    for key in LISTS:
        for one in payload.get(key) or ():
            yield _named(one)


def _named(group: dict[str, Any]) -> Named:
    number = text_at(group, "id_no") or text_at(group, "uscc")
    return Named(text_at(group, "name"), number.upper(), text_at(group, "phone"))


def _stub(payload: dict[str, Any]) -> LegalAidIntake:
    """Return an intake of nothing but what its state hangs on (a test holds it against the whole intake)."""
    received, supplement = payload.get("received") or {}, payload.get("supplement") or {}
    forwarded = payload.get("forwarded") or {}
    return LegalAidIntake(
        received=Received(date=_day(received, "date")),
        center=CenterAnswer(status=text_at(payload.get("center") or {}, "status")),
        supplement=Supplement(notice=_day(supplement, "notice"), received=_day(supplement, "received")),
        forwarded=Forwarded(date=_day(forwarded, "date"), arrived=_day(forwarded, "arrived")),
        void=text_at(payload, "void"),
    )


def _day(group: dict[str, Any], key: str) -> date | None:
    return date.fromisoformat(group[key]) if group.get(key) else None
