"""Indicators of the front desk (咨询、复议、公证、转介、评价), brief L §4.2: I07 I08 I18 I19 I21 I22."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from zsapp.rules import consultation, notary, reconsideration, referral
from zsapp.rules.desk_checking import Desk
from zsapp.rules.desk_record import BAD, DeskRecord, VisitRecord, is_referred
from zsapp.rules.groups import codes_of, traits_of
from zsapp.rules.legal_aid_figures import Indicator
from zsapp.rules.reconsideration import is_received
from zsapp.rules.reconsideration_deadlines import apply_by, forward_by, received_on
from zsapp.rules.reconsideration_scope import must_be_first
from zsapp.rules.scoreboard_pool import Entry, Pool, count, ids_of, share

AT_ONCE = "当场解答"
FAIR, GOOD = 3, 4
PARTS: tuple[tuple[str, str, str, Callable[[Any], str]], ...] = (
    ("I07-1", "desk_channel", "方式", lambda one: one.channel),
    ("I07-2", "consult_category", "类别", lambda one: one.category),
)
"""By what consultations are told apart: the figure, its code list, its word, where a record says it."""


def advice(pool: Pool) -> Iterator[Indicator]:
    """I07 and I08: consultations in all, by channel, matter and group; answered at once, or as promised."""
    found, text_of = pool.of(consultation.SECTOR), pool.tables.text_of
    yield count("I07", "法律咨询人次", ids_of(found))
    for name, codes, word, value in PARTS:
        for row in pool.tables.codes.get(codes, ()):
            ids = tuple(one.id for one in found if text_of(codes, value(one.record)) == row.text)
            if ids:
                yield count(name, f"法律咨询（{word}）：{row.text}", ids)
    yield from _by_group(pool, found)
    at_once = ids_of(
        found, lambda one: AT_ONCE in {text_of("desk_handling", way) for way in one.record.handling}
    )
    yield share("I08", "法律咨询当场办结率", at_once, ids_of(found))
    promised = tuple(one for one in found if one.record.promised_on and one.record.promised_on <= pool.last)
    yield share("I08-1", "约期答复及时率", ids_of(promised, lambda one: _kept(one.record)), ids_of(promised))


def _kept(record: Any) -> bool:
    return record.answered_on is not None and record.answered_on <= record.promised_on


def _by_group(pool: Pool, found: tuple[Entry, ...]) -> Iterator[Indicator]:
    held = {one.id: codes_of(traits_of(one.record.visitor), pool.tables, one.day) for one in found}
    for row in pool.tables.codes.get("group_flag", ()):
        ids = tuple(key for key, codes in held.items() if row.code in codes)
        if ids:
            yield count("I07-3", f"法律咨询（人群）：{row.text}", ids)


def reviewing(pool: Pool) -> Iterator[Indicator]:
    """I18: advice on reconsideration, received, passed on in time, told what comes first, late or near."""
    found = pool.of(reconsideration.SECTOR)
    desks = {one.id: Desk(record=one.record, tables=pool.tables, today=pool.today) for one in found}
    received = tuple(one for one in found if is_received(one.record))
    forwarded = tuple(one for one in received if one.record.forwarded_on)
    yield count("I18", "行政复议咨询数", ids_of(found))
    yield count("I18-1", "行政复议收件数", ids_of(received))
    yield count("I18-2", "行政复议转送数", ids_of(forwarded))
    timely = ids_of(forwarded, lambda one: _in_time(desks[one.id]))
    yield share("I18-3", "行政复议转送及时率", timely, ids_of(forwarded))
    first = ids_of(received, lambda one: must_be_first(desks[one.id]) is not None)
    yield share("I18-4", "前置提示率", first, ids_of(received))
    yield count("I18-5", "超期预警数", ids_of(found, lambda one: _is_near(desks[one.id])))


def _in_time(desk: Desk) -> bool:
    by = forward_by(desk)
    return by is None or desk.record.forwarded_on <= by


def _is_near(desk: Desk) -> bool:
    """Say whether the last day had passed or was near when the application was received."""
    by = apply_by(desk)
    near = timedelta(days=int(desk.tables.limits["fy_near"]))
    return by is not None and by.due - (received_on(desk.record) or desk.day) < near


def certifying(pool: Pool) -> Iterator[Indicator]:
    """I19: advice on notarial matters, appointments made."""
    found = pool.of(notary.SECTOR)
    yield count("I19", "公证咨询数", ids_of(found))
    booked = ids_of(found, lambda one: bool(one.record.appointment or one.record.certificate_no))
    yield share("I19-1", "公证预约成功率", booked, ids_of(found))


def passing_on(pool: Pool) -> Iterator[Indicator]:
    """I21: matters passed on, and those of which the result is known."""
    found = tuple(one for one in pool.every if isinstance(one.record, DeskRecord) and _was_passed_on(one))
    yield count("I21", "转介数", ids_of(found))
    closed = ids_of(found, lambda one: bool(one.record.referral and one.record.referral.result))
    yield share("I21-1", "转介闭环率", closed, ids_of(found))


def _was_passed_on(one: Entry) -> bool:
    return isinstance(one.record, referral.Referral) or is_referred(one.record)


def rating(pool: Pool) -> Iterator[Indicator]:
    """I22: how the service was rated, how many rated it, bad marks that were returned to (brief L §3.7)."""
    served = tuple(one for one in pool.every if isinstance(one.record, VisitRecord))
    rated = tuple(one for one in served if _level(one) is not None)
    yield share("I22", "满意率", ids_of(rated, lambda one: (_level(one) or 0) >= FAIR), ids_of(rated))
    yield share("I22-1", "很满意率", ids_of(rated, lambda one: (_level(one) or 0) >= GOOD), ids_of(rated))
    yield share("I22-2", "参评率", ids_of(rated), ids_of(served))
    bad = tuple(one for one in rated if (_level(one) or 0) <= BAD)
    yield share("I22-3", "差评回访率", ids_of(bad, lambda one: bool(one.record.revisits)), ids_of(bad))


def _level(one: Entry) -> int | None:
    rated = one.record.satisfaction
    return rated.level if rated else None
