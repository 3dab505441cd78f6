"""Checking a front-desk record (服务检查): what a check is made of, and the looks that every service shares.

A check is a row of its service's table: id, name, severity, basis, and a small function over the record and
what it is judged by. The shared ones carry each service's own letters: CS52, RC52.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from zsapp.rules.checking import Spot
from zsapp.rules.desk_parts import Visitor
from zsapp.rules.desk_record import (
    ANONYMOUS,
    BAD,
    DeskRecord,
    VisitRecord,
    is_referred,
    needs_revisit,
)
from zsapp.rules.findings import OPEN, OVERRIDDEN, Finding, Severity
from zsapp.rules.groups import Flag, flags_of, traits_of
from zsapp.rules.mediation_deadlines import Clock, Deadline, State
from zsapp.rules.people import identity_fault, phone_fault
from zsapp.rules.tables import Tables

ERROR, WARNING, HINT = Severity.ERROR, Severity.WARNING, Severity.HINT


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A record with what it is judged by: the dated tables, today, and the records beside it by sector."""

    record: Any
    tables: Tables
    today: date
    record_id: str = ""
    beside: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day of the record, from which everything runs."""
        return self.record.date or self.today

    @property
    def clock(self) -> Clock:
        """What deadlines are worked out with."""
        return Clock(self.tables.calendar, self.tables.periods, self.today)

    def others(self, sector: str) -> tuple[Any, ...]:
        """Return the records of a sector beside this one, none of them void."""
        return tuple(one for one in self.beside.get(sector, ()) if not one.void)


Look = Callable[[Desk], Iterator[Spot]]


@dataclass(frozen=True, slots=True)
class DeskCheck:
    """A check of a service (检查项): its id, name, severity, basis, and how it looks."""

    rule: str
    name: str
    severity: Severity
    basis: str
    look: Look

    def findings(self, desk: Desk) -> Iterator[Finding]:
        """Return what this check says; a recorded reason lets an open spot rest."""
        reason = desk.record.overrides.get(self.rule, "")
        for spot in self.look(desk):
            yielded = bool(reason) and spot.state == OPEN
            yield Finding(
                rule=self.rule,
                severity=spot.severity or self.severity,
                message=spot.message,
                basis=self.basis,
                where=spot.where,
                state=OVERRIDDEN if yielded else spot.state,
                reason=reason if yielded else spot.reason,
            )


def run_desk_checks(checks: tuple[DeskCheck, ...], desk: Desk) -> tuple[Finding, ...]:
    """Return the findings of a service's checks: what stands first, worst first."""
    found = [one for check in checks for one in check.findings(desk)]
    return tuple(sorted(found, key=lambda one: (one.state != OPEN, one.severity.rank)))


def wanted(record: Any, **labels: str) -> Iterator[Spot]:
    """Yield a spot for each item that is empty: by name, each with its label."""
    for place, label in labels.items():
        if getattr(record, place) in ("", None, ()):
            yield Spot(place, f"还没有填写{label}")


# --- what every service shares ------------------------------------------------------------------------------


def who(record: DeskRecord) -> tuple[str, Visitor]:
    """Return who came with the place where he stands."""
    if not isinstance(record, VisitRecord):
        return "", Visitor()
    return ("person" if record.person or not record.applicant else "applicant"), record.visitor


def flags_in(desk: Desk) -> tuple[Flag, ...]:
    """Return the special groups of who came on that day."""
    return flags_of(traits_of(who(desk.record)[1]), desk.tables, desk.day)


def identity(desk: Desk) -> Iterator[Spot]:
    """GB 11643 and its like: a number that is none, or says another birth or sex."""
    at, one = who(desk.record)
    kind, sex = desk.tables.text_of("id_type", one.id_type), desk.tables.text_of("sex", one.sex)
    if fault := identity_fault(kind, one.id_no, birth=one.birth, sex=sex, today=desk.today):
        yield Spot(f"{at}.id_no", f"证件号码：{fault}")


def telephone(desk: Desk) -> Iterator[Spot]:
    """A telephone number that is none."""
    at, one = who(desk.record)
    if fault := phone_fault(one.phone, personal=True):
        yield Spot(f"{at}.phone", f"联系电话：{fault}")


def withheld(desk: Desk) -> Iterator[Spot]:
    """Who gives no number or no name is served all the same; that it was so is noted."""
    at, one = who(desk.record)
    if not one.name.strip():
        yield Spot(f"{at}.name", f"没有填写姓名；不愿提供的写“{ANONYMOUS}”", severity=WARNING)
    elif not one.id_no and not one.id_refused:
        yield Spot(f"{at}.id_no", "没有证件号码；当事人不愿提供身份的，请注明，照常提供服务")


def groups(desk: Desk) -> Iterator[Spot]:
    """Say which groups tell themselves and are not noted, which are doubtful, and which there are none of."""
    at, one = who(desk.record)
    known = {row.code for row in desk.tables.codes["group_flag"]}
    declared = {desk.tables.code_of("group_flag", code) for code in one.groups}
    for code in sorted(declared - known):
        yield Spot(f"{at}.groups", f"人群类别“{code}”不在代码表内")
    for flag in flags_in(desk):
        if flag.doubt:
            yield Spot(f"{at}.groups", flag.doubt)
        elif flag.code not in declared and flag.row.listed:
            yield Spot(f"{at}.groups", f"属于{flag.label}（{flag.told}），已自动标识", severity=HINT)


def day_ahead(desk: Desk) -> Iterator[Spot]:
    """A day of service that has not come."""
    if desk.record.date and desk.record.date > desk.today:
        yield Spot("date", f"日期{desk.record.date}晚于今天{desk.today}，请核对")


def consent(desk: Desk) -> Iterator[Spot]:
    """Nothing is passed on without the consent of whom it is about (需求说明3.5)."""
    slip = desk.record.referral
    if is_referred(desk.record) and not slip.consent and slip.urgency != URGENT:
        yield Spot("referral.consent", "转介要当事人同意：请先征得同意并登记")


URGENT = "紧急"


def closed_loop(desk: Desk) -> Iterator[Spot]:
    """A referral whose result is not known by the day of the return call."""
    for one in referral_deadlines(desk):
        if one.state == "overdue":
            yield Spot("referral.result", f"转介已过回访日{one.due}，还没有登记结果")


def bad_mark(desk: Desk) -> Iterator[Spot]:
    """One or two of five: a return call is a must (brief L §3.7)."""
    if needs_revisit(desk.record):
        yield Spot("satisfaction.level", f"评价为{desk.record.satisfaction.level}分（差评），应当回访并登记")


def own_rating(desk: Desk) -> Iterator[Spot]:
    """A rating entered by whoever dealt with the matter is no rating (brief L §3.7)."""
    rated = desk.record.satisfaction
    if rated and rated.by and rated.by in (desk.record.recorder, _name_of_adviser(desk.record)):
        yield Spot("satisfaction.by", f"评价由办理人{rated.by}自己登记；请由当事人评价或者由别人回访登记")


def _name_of_adviser(record: DeskRecord) -> str:
    return record.adviser.name if record.adviser else ""


def licence(desk: Desk) -> Iterator[Spot]:
    """A lawyer is named with the licence; it has seventeen digits (brief L §3.1, from memory: a hint)."""
    one = desk.record.adviser
    if one is None or not one.name:
        return
    if not one.licence:
        if "律师" in one.role or "法律顾问" in one.role:
            yield Spot("adviser.licence", f"没有填写{one.name}的执业证号")
    elif not (len(one.licence) == LICENCE and one.licence.isdecimal()):
        yield Spot("adviser.licence", f"执业证号一般为{LICENCE}位数字，请核对", severity=HINT)


LICENCE = 17

SHARED = (
    DeskCheck("51", "日期", ERROR, "逻辑校验", day_ahead),
    DeskCheck("52", "证件号码", ERROR, "GB 11643", identity),
    DeskCheck("53", "联系电话", WARNING, "逻辑校验", telephone),
    DeskCheck("54", "身份不愿提供的注明", HINT, "法律援助咨询登记表（格式一）", withheld),
    DeskCheck("55", "人群类别", WARNING, "人群类别表", groups),
    DeskCheck("56", "转介须经同意", ERROR, "个人信息保护法23", consent),
    DeskCheck("57", "转介结果", WARNING, "转介工作要求", closed_loop),
    DeskCheck("58", "差评回访", WARNING, "政务服务好差评（待核）", bad_mark),
    DeskCheck("59", "评价人", WARNING, "政务服务好差评（待核）", own_rating),
    DeskCheck("60", "执业证号", WARNING, "法律援助咨询登记表（格式一）", licence),
)


def shared(letters: str, *left_out: str) -> tuple[DeskCheck, ...]:
    """Return the checks that every service shares, under a service's own letters, but for those left out."""
    return tuple(replace(one, rule=f"{letters}{one.rule}") for one in SHARED if one.rule not in left_out)


# --- deadlines every service shares -------------------------------------------------------------------------


def referral_deadlines(desk: Desk) -> Iterator[Deadline]:
    """Return by when the result of a referral is looked after: its own day of return, else the usual one."""
    slip = desk.record.referral
    if not is_referred(desk.record) or desk.record.closed_on:
        return
    start = slip.on or desk.record.date
    if start is None:
        return
    done = (slip.result_on or start) if slip.result else None
    found = desk.clock.run("referral_visit", start, done)
    if slip.revisit:
        told = f"转介单写明{slip.revisit}回访" + ("；已登记结果" if slip.result else "")
        found = on_day(desk, found, slip.revisit, told)
    yield found


def on_day(desk: Desk, found: Deadline, due: date, told: str) -> Deadline:
    """Return a deadline with a last day that the record itself names."""
    state: State = "done" if found.state == "done" else "overdue" if desk.today > due else "open"
    return replace(found, due=due, state=state, working=told)


def visit_deadlines(desk: Desk) -> Iterator[Deadline]:
    """Return by when a bad mark gets its return call."""
    rated = desk.record.satisfaction
    if rated is None or rated.level is None or rated.level > BAD:
        return
    start = rated.on or desk.record.date
    calls = [one.date for one in desk.record.revisits if one.date]
    if start:
        yield desk.clock.run("bad_visit", start, min(calls, default=None))


def shared_deadlines(desk: Desk) -> Iterator[Deadline]:
    """Return what runs for every service: referral, bad mark."""
    yield from referral_deadlines(desk)
    yield from visit_deadlines(desk)
