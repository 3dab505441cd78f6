"""The grid of the front desk (服务一览): one row for each service, nothing of one elsewhere by hand.

What the store, the desk, the terminal and the lists need of a service stands in its row: which records are
its, how they are called, numbered and held against the least. Checks and deadlines: `desk_rules.py`.
A new service is its shape, its rules, and a row here and there.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zsapp.base.items import Thing, items
from zsapp.rules import adviser, consultation, notary, publicity, reconsideration, referral
from zsapp.rules.adviser import AdviserContract, AdviserLog, ServiceOrder
from zsapp.rules.consultation import Consultation
from zsapp.rules.desk_record import ANONYMOUS, DeskRecord, VisitRecord, restricted_for
from zsapp.rules.notary import Notary
from zsapp.rules.publicity import Publicity
from zsapp.rules.reconsideration import Reconsideration
from zsapp.rules.referral import Referral

PREFIX = re.compile(r"([A-Z]{1,3})-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service of the front desk (服务): its sector, its name, and what makes its records.

    `prefix` begins the `id` of its records in import files, `words` are what `service` says there; `series`
    is what stands before the year in its printed numbers, empty for what bears none.
    """

    sector: str
    label: str
    prefix: str
    words: tuple[str, ...]
    series: str
    shape: type[DeskRecord]
    states: tuple[str, ...]
    state_of: Callable[[Any], str]
    check_least: Callable[[Any], None]
    about: Callable[[Any], str]
    kind_of: Callable[[Any], str]
    restricted_for: Callable[[Any], tuple[str, ...]] = restricted_for

    @property
    def pattern(self) -> str:
        """The pattern of its numbers unless the station sets another (brief L §2.6, §5.10)."""
        return f"{self.series}〔{{year}}〕{{serial:04}}号" if self.series else ""

    def title_of(self, record: DeskRecord) -> str:
        """Return what a record is called in lists."""
        return f"{who_of(record)} {self.about(record)}".strip() or self.label


def who_of(record: DeskRecord) -> str:
    """Return whom a record is about: who came, else the adviser; nobody for events."""
    if isinstance(record, VisitRecord):
        return record.visitor.name or ANONYMOUS
    return record.adviser.name if record.adviser else ""


def _category(record: VisitRecord) -> str:
    return record.category


def _passed_to(record: DeskRecord) -> str:
    return f"转{record.referral.to}" if record.referral and record.referral.to else ""


def _complaint(record: Reconsideration) -> str:
    return f"不服{record.respondent}{record.act.name if record.act else ''}"


SERVICES: Mapping[str, Service] = {
    row.sector: row
    for row in (
        Service(
            sector=consultation.SECTOR,
            label="法律咨询",
            prefix="C",
            words=("咨询",),
            series="咨字",
            shape=Consultation,
            states=consultation.STATES,
            state_of=consultation.state_of,
            check_least=consultation.check_least,
            about=_category,
            kind_of=_category,
        ),
        Service(
            sector=adviser.SECTOR,
            label="法律顾问工作日志",
            prefix="LV",
            words=("日志",),
            series="律字",
            shape=AdviserLog,
            states=adviser.LOG_STATES,
            state_of=adviser.log_state,
            check_least=adviser.check_least_log,
            about=lambda one: one.mode,
            kind_of=lambda one: one.mode,
            restricted_for=adviser.log_restricted,
        ),
        Service(
            sector=adviser.ORDERS,
            label="律师服务",
            prefix="LS",
            words=("律师服务",),
            series="律服字",
            shape=ServiceOrder,
            states=adviser.ORDER_STATES,
            state_of=adviser.order_state,
            check_least=adviser.check_least_order,
            about=lambda one: one.kind,
            kind_of=lambda one: one.kind,
        ),
        Service(
            sector=adviser.ROSTER,
            label="法律顾问签约名册",
            prefix="LR",
            words=("名册",),
            series="",
            shape=AdviserContract,
            states=adviser.ROSTER_STATES,
            state_of=adviser.contract_state,
            check_least=adviser.check_least_contract,
            about=lambda one: one.org_name,
            kind_of=lambda one: one.adviser.role if one.adviser else "",
        ),
        Service(
            sector=publicity.SECTOR,
            label="法治宣传",
            prefix="P",
            words=("宣传",),
            series="宣字",
            shape=Publicity,
            states=publicity.STATES,
            state_of=publicity.state_of,
            check_least=publicity.check_least,
            about=lambda one: one.title,
            kind_of=lambda one: "、".join(one.form[:2])[:100],
        ),
        Service(
            sector=reconsideration.SECTOR,
            label="行政复议",
            prefix="R",
            words=("复议",),
            series="复字",
            shape=Reconsideration,
            states=reconsideration.STATES,
            state_of=reconsideration.state_of,
            check_least=reconsideration.check_least,
            about=_complaint,
            kind_of=lambda one: one.act.kind if one.act else "",
        ),
        Service(
            sector=notary.SECTOR,
            label="公证咨询",
            prefix="N",
            words=("公证",),
            series="公字",
            shape=Notary,
            states=notary.STATES,
            state_of=notary.state_of,
            check_least=notary.check_least,
            about=lambda one: one.matter,
            kind_of=lambda one: one.matter,
        ),
        Service(
            sector=referral.SECTOR,
            label="转介",
            prefix="Z",
            words=("转介",),
            series="转字",
            shape=Referral,
            states=referral.STATES,
            state_of=referral.state_of,
            check_least=referral.check_least,
            about=_passed_to,
            kind_of=lambda one: one.referral.to if one.referral else "",
        ),
    )
}
"""The grid, in the order in which services are listed."""

BY_WORDS = (notary, reconsideration, publicity)
"""Services that are told first where a service's text has the words of two: 公证咨询."""


def service_of(entry: Mapping[str, Any]) -> Service | None:
    """Return the service of an entry of a record file: by its id, else by what it says; None if neither."""
    found = PREFIX.match(str(entry.get("id") or ""))
    if found:
        for row in SERVICES.values():
            if row.prefix == found[1]:
                return row
    said = str(entry.get("service") or "")
    first = [SERVICES[one.SECTOR] for one in BY_WORDS]
    rows = (*first, SERVICES[adviser.ORDERS], SERVICES[adviser.ROSTER], SERVICES[adviser.SECTOR])
    for row in (*rows, SERVICES[consultation.SECTOR], SERVICES[referral.SECTOR]):
        if any(word in said for word in row.words):
            return row
    return None


def texts_of(thing: Thing) -> Iterator[str]:
    """Yield what a search may find a record by: its words, no codes and nothing that guards a person."""
    for one in items(type(thing)):
        value = getattr(thing, one.name)
        if isinstance(value, Thing):
            yield from texts_of(value)
        elif isinstance(value, tuple):
            for each in value:
                if isinstance(each, Thing):
                    yield from texts_of(each)
                elif not one.codes:
                    yield each
        elif isinstance(value, str) and value and not one.care and not one.codes:
            yield value
