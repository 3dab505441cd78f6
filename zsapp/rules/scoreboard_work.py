"""Indicators of what is done for villages (顾问、场所、宣传) of brief L §4.2: I01 to I06, I16, I17, I20."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from zsapp.rules import adviser, publicity
from zsapp.rules.adviser import LITERATE, AdviserContract, AdviserLog, Counters, ServiceOrder
from zsapp.rules.adviser_months import HOURS, hours_by_month, lectured, number_of_quarter
from zsapp.rules.adviser_signed_checks import is_lawyer
from zsapp.rules.groups import percent
from zsapp.rules.legal_aid_figures import Indicator
from zsapp.rules.publicity import was_held
from zsapp.rules.scoreboard_pool import Pool, count, ids_of, per, share, total

SERVICES: tuple[tuple[str, str, str], ...] = (
    ("合同审查", "contracts", "合同审查"),
    ("法律意见", "opinions", "出具法律意见"),
    ("代写文书", "drafts", "代书"),
    ("参与调解", "mediations", "参与调解"),
)
"""What lawyers do: its name, the counter of the work log, the kind of a service order."""


def advising(pool: Pool) -> Iterator[Indicator]:
    """I01 to I04: coverage, hours, lectures, logs that are complete."""
    signed = {one.place for one in pool.rosters if is_lawyer(one.record) and stands(one.record, pool.last)}
    yield share("I01", "村（社区）法律顾问覆盖率", _villages(pool, signed), pool.villages)
    logs = pool.of(adviser.SECTOR)
    yield share("I02", "法律顾问月服务时长达标率", tuple(_reached(pool)), tuple(_village_months(pool)))
    yield share("I03", "季度法治讲座达标率", tuple(_lectured(pool)), tuple(_village_quarters(pool)))
    yield share("I04", "工作日志完整率", ids_of(logs, lambda one: is_complete(one.record)), ids_of(logs))


def stands(row: AdviserContract, day: date) -> bool:
    """Say whether a roster row stands on a day."""
    begun = row.date is None or row.date <= day
    return begun and all(end is None or day <= end for end in (row.until, row.ended_on))


def _villages(pool: Pool, having: set[str]) -> tuple[str, ...]:
    return tuple(one for one in pool.villages if one in having)


def _village_months(pool: Pool) -> Iterator[str]:
    for month in pool.months():
        yield from (f"{place} {month.first:%Y-%m}" for place in pool.villages)


def _reached(pool: Pool) -> Iterator[str]:
    """Yield the villages' months whose hours reach the target of that month."""
    hours = hours_by_month(pool.of(adviser.SECTOR))
    for month in pool.months():
        target = pool.tables.desk.target_on(HOURS, month.last)
        for place in pool.villages:
            spent = hours.get((place, month.first), 0)
            if target is not None and spent >= target.value:
                yield f"{place} {month.first:%Y-%m}"


def _village_quarters(pool: Pool) -> Iterator[str]:
    for quarter in pool.quarters():
        yield from (_quarter(place, quarter.first) for place in pool.villages)


def _quarter(place: str, first: date) -> str:
    return f"{place} {first.year}年第{number_of_quarter(first)}季度"


def _lectured(pool: Pool) -> Iterator[str]:
    """Yield the villages' quarters with a lecture: an event of that form, or people counted in a log."""
    held = lectured(pool.of(publicity.SECTOR), pool.of(adviser.SECTOR), pool.tables)
    for quarter in pool.quarters():
        yield from (
            _quarter(place, quarter.first) for place in pool.villages if (place, quarter.first) in held
        )


def is_complete(log: AdviserLog) -> bool:
    """Say whether a log names everybody served, with telephone and matter (brief L §3.1)."""
    return bool(log.served) and all(one.name and one.phone and one.matter for one in log.served)


def opening(pool: Pool) -> Iterator[Indicator]:
    """I05 and I06: stations that work, days on which they were open."""
    active = {*pool.premises, *(one.place for one in pool.every)}
    yield share("I05", "公共法律服务工作室覆盖率", _villages(pool, active), pool.villages)
    opened = tuple(f"{one.org} {day}" for one in pool.duty for day in one.opened)
    planned = tuple(f"{one.org} {day}" for one in pool.duty for day in one.planned)
    yield share("I06", "值守开放率", opened, planned)


def spreading(pool: Pool) -> Iterator[Indicator]:
    """I16 and I17: events, audience, leaflets, topics; villagers trained in the law."""
    held = tuple(one for one in pool.of(publicity.SECTOR) if was_held(one.record))
    yield count("I16", "法治宣传场次", ids_of(held))
    yield total("I16-1", "受众人次", held, lambda one: (one.attendance or 0) + (one.online or 0))
    yield total("I16-2", "发放资料份数", held, lambda one: one.materials.copies if one.materials else 0)
    yield per("I16-3", "每村年均场次", ids_of(held), pool.villages)
    topics = {pool.tables.text_of("publicity_topic", one) for entry in held for one in entry.record.topic}
    yield Indicator(
        "I16-4", "主题覆盖数", ids_of(held, lambda one: bool(one.record.topic)), None, str(len(topics))
    )
    literate = ids_of(pool.rosters, lambda one: _literate(one.record, pool.last))
    yield per("I17", "每村法律明白人", literate, pool.villages)
    yield total("I17-1", "培训法律明白人人次", (*held, *pool.of(adviser.SECTOR)), _trained)


def _literate(row: AdviserContract, day: date) -> bool:
    return row.adviser is not None and row.adviser.role == LITERATE and stands(row, day)


def _trained(record: Any) -> int | None:
    if isinstance(record, AdviserLog):
        return record.counters.trained if record.counters else None
    trained: int | None = record.trained
    return trained


def serving(pool: Pool) -> Iterator[Indicator]:
    """I20: what lawyers did, by the work logs' counters and the service orders."""
    logs, orders = pool.of(adviser.SECTOR), pool.of(adviser.ORDERS)
    for n, (name, counter, kind) in enumerate(SERVICES):
        yield total(f"I20-{n + 1}", f"律师服务：{name}", (*logs, *orders), _done(pool, counter, kind))


def _done(pool: Pool, counter: str, kind: str) -> Callable[[Any], int | None]:
    def amount(record: Any) -> int | None:
        if isinstance(record, ServiceOrder):
            return int(pool.tables.text_of("order_kind", record.kind) == kind)
        found: int | None = getattr(record.counters or Counters(), counter)
        return found

    return amount


def liked(pool: Pool) -> Iterator[Indicator]:
    """I22-4: how those who were asked at events liked them."""
    held = tuple(one for one in pool.of(publicity.SECTOR) if one.record.satisfaction_sample)
    samples = [one.record.satisfaction_sample for one in held]
    good = sum(sum(one.levels[:3]) for one in samples)
    valid = sum(one.valid or 0 for one in samples)
    yield Indicator("I22-4", "活动抽样满意率", ids_of(held), None, percent(good, valid))
