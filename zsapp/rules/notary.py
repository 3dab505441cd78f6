"""Notary advice (公证咨询): which matter, which documents, which office, when (brief L §3.4).

A station advises and makes appointments; a notary office (公证处) accepts and certifies.
Law cited: 公证法 §11, §12, §25, §26, §30, §31, §34.
"""

from dataclasses import dataclass
from datetime import date

from zsapp.base.items import LINE, SHORT, Thing, item
from zsapp.rules.desk_record import DONE, TO_REVISIT, VOID, Day, VisitRecord, check_said, ending

SECTOR = "notary"
ADVISING, BOOKED, CERTIFIED, BARRED, PASSED = "咨询中", "已预约", "已出证", "不予办理", "转介中"
STATES = (ADVISING, BOOKED, CERTIFIED, BARRED, PASSED, TO_REVISIT, DONE, VOID)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistRow(Thing):
    """A document of the checklist (材料核对): had or lacking."""

    doc: str = item("材料", maximum=200)
    have: bool | None = item("已有")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notary(VisitRecord):
    """A consultation on a notarial matter (公证咨询)."""

    matter: str = item("公证事项", codes="notary_matter", law="公证法 第十一条", maximum=200)
    purpose: str = item("用途", maximum=200)
    in_person: bool | None = item("本人到场", law="公证法 第二十六条")
    dispute: bool | None = item("有争议", law="公证法 第三十一条")
    checklist: tuple[ChecklistRow, ...] = item("材料核对", maximum=100)
    notary: str = item("公证处", codes="notary_office", law="公证法 第二十五条", maximum=200)
    appointment: Day | None = item("预约日期")
    country: str = item("使用地", internal=True, maximum=200)
    language: str = item("语种", internal=True, maximum=SHORT)
    home_visit: bool | None = item("需要上门", internal=True)
    estate: bool | None = item("涉及不动产", law="公证法 第二十五条", internal=True)
    place: str = item("不动产所在地", law="公证法 第二十五条", internal=True, maximum=LINE)
    fee_relief: str = item("减免公证费的情形", law="公证法 第三十四条", internal=True, maximum=200)
    accepted_on: date | None = item("公证处受理日期", law="公证法 第三十条", internal=True)
    certificate_no: str = item("公证书编号", internal=True, maximum=200)
    certified_on: date | None = item("出证日期", internal=True)
    declined: str = item("不予办理的原因", law="公证法 第三十一条", internal=True, maximum=2000)


def check_least(record: Notary) -> None:
    """Hold a consultation against the least that makes it one: a day and the matter.

    Raises:
        Refusal: DESK_DAY_MISSING, DESK_ITEM_MISSING.
    """
    check_said(record, matter="公证事项")


def state_of(record: Notary) -> str:
    """Return how far a notarial matter has come."""
    if record.void:
        return VOID
    if record.certificate_no:
        return TO_REVISIT if ending(record, PASSED) == TO_REVISIT else CERTIFIED
    if record.declined:
        return BARRED
    if record.closed_on:
        return ending(record, PASSED)
    if record.appointment:
        return BOOKED
    return ending(record, PASSED) if record.answer else ADVISING
