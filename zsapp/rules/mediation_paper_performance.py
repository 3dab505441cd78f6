"""What becomes of an agreement on paper (履行文书): oral F10, follow-up F12, reminder F25, receipt F31.

Law: 人民调解法 §28, §30 (oral agreements), §31 (the committee watches over performance and urges it),
§32, §33. Refuses to know: fonts, pages, forms.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from zsapp.base.items import item
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_facts import PERFORMED, has_agreement, is_money, is_oral
from zsapp.rules.mediation_paper import PaperCase, paper_case
from zsapp.rules.mediation_paper_base import Occasion, widened
from zsapp.rules.mediation_paper_parts import PaperLine, Placed
from zsapp.rules.mediation_paper_text import amount_text, day_text, obligation_text
from zsapp.rules.mediation_parts import Obligation, OralRegister

AT_HOME, BY_PHONE, BY_WECHAT = ("入户", "上门", "现场"), ("电话",), ("微信",)
"""Words of a follow-up that tell how it was made (brief F12)."""
FIRST = {"on": "dates.visit"} | dict.fromkeys(("text", "at_home", "by_phone", "by_wechat"), "follow_up")
"""Where the items of the first visit stand in the record."""
NOW = {"performance": "outcome.performance"} | dict.fromkeys(
    ("satisfied", "fairly_satisfied", "not_satisfied"), "outcome.satisfaction"
)
"""Where the record tells how it stands now."""
CONFIRMED = ("已确认有效", "裁定有效")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(Placed):
    """What one party still owes (到期未履行的义务)."""

    obligor: str = item("义务人")
    obligees: str = item("权利人")
    duties: tuple[PaperLine, ...] = item("到期未履行的义务")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Placed):
    """That money of the agreement was received (收条); who receives it signs."""

    payer: str = item("付款人", key="obligor")
    payee: str = item("收款人", key="obligee")
    sum: str = item("金额", key="amount")
    method: str = item("付款方式", key="method")
    purpose: str = item("款项", key="what")
    paid_on: date | None = item("收款日期", key="done")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperVisit(Placed):
    """One visit (回访). `paths` says where its items stand, if not where those of a further one do."""

    paths: Mapping[str, str] = field(default_factory=dict, metadata={"hidden": True})
    on: date | None = item("回访日期", key="date")
    text: str = item("回访情况", key="text")
    at_home: bool | None = item("上门回访", key="text")
    by_phone: bool | None = item("电话回访", key="text")
    by_wechat: bool | None = item("微信回访", key="text")
    performance: str = item("履行情况", key="text")
    satisfied: bool | None = item("满意", key="text")
    fairly_satisfied: bool | None = item("基本满意", key="text")
    not_satisfied: bool | None = item("不满意", key="text")


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformancePaper(PaperCase):
    """A mediation case in the words of what becomes of its agreement."""

    oral: bool = item("口头协议", key="outcome.form", default=False)
    oral_facts: str = item("纠纷主要事实、争议事项", key="oral_register.facts")
    oral_terms: tuple[PaperLine, ...] = item("口头协议内容", key="oral_register.agreement")
    oral_ways: tuple[PaperLine, ...] = item("履行方式、时限", key="oral_register.perform")
    visited_on: date | None = item("回访日期", key="dates.visit", law="人民调解法 第三十一条")
    follow_up: str = item("回访情况")
    visits: tuple[PaperVisit, ...] = item("各次回访", key="visits")
    reminders: tuple[Reminder, ...] = item("到期未履行的义务", key="schedule")
    reminded_on: date | None = item("督促日期", key="")
    receipts: tuple[Receipt, ...] = item("约定给付的款项", key="schedule")
    confirmed: bool = item("已经司法确认", key="outcome.confirmation", default=False)


def performance_paper(case: Case, occasion: Occasion) -> PerformancePaper:
    """Return a case in the words of what becomes of its agreement."""
    base = paper_case(case)
    oral = case.oral_register or OralRegister()
    ways = (PaperLine(at="oral_register.perform", text=oral.perform),) if oral.perform else base.obligations
    reminders = tuple(_reminders(case, occasion.today))
    return widened(
        PerformancePaper,
        base,
        oral=has_agreement(case) and is_oral(case),
        oral_facts=oral.facts or case.brief,
        oral_terms=_terms(case, oral),
        oral_ways=ways,
        visited_on=case.dates.visit,
        follow_up=case.follow_up,
        visits=_visits(case),
        reminders=reminders,
        reminded_on=occasion.today if reminders else None,
        receipts=_receipts(case),
        confirmed=case.outcome.confirmation in CONFIRMED,
    )


def _visits(case: Case) -> tuple[PaperVisit, ...]:
    """Return the visits in their order; how it stands now is told by the last of them."""
    found = [_visit(case.dates.visit, case.follow_up, "", FIRST)]
    found += [_visit(one.date, one.text, f"visits[{n}]", {}) for n, one in enumerate(case.visits)]
    satisfied = case.outcome.satisfaction
    found[-1] = replace(
        found[-1],
        paths={**found[-1].paths, **NOW},
        performance=case.outcome.performance,
        satisfied=_is(satisfied, "满意"),
        fairly_satisfied=_is(satisfied, "基本满意"),
        not_satisfied=_is(satisfied, "不满意"),
    )
    return tuple(found)


def _visit(on: date | None, text: str, at: str, paths: Mapping[str, str]) -> PaperVisit:
    return PaperVisit(
        at=at,
        paths=paths,
        on=on,
        text=text,
        at_home=_says(text, AT_HOME),
        by_phone=_says(text, BY_PHONE),
        by_wechat=_says(text, BY_WECHAT),
    )


def _receipts(case: Case) -> tuple[Receipt, ...]:
    """Return a receipt for each payment made; while none is made, for the next one that is owed."""
    if not has_agreement(case) or case.dates.agree is None:
        return ()
    money = [(n, one) for n, one in enumerate(case.schedule) if is_money(one)]
    paid = [(n, one) for n, one in money if one.status == PERFORMED]
    return tuple(
        Receipt(
            at=f"schedule[{n}]",
            payer=one.obligor,
            payee=one.obligee,
            sum=amount_text(one.amount) if one.amount is not None else "",
            method=one.method,
            purpose=one.what,
            paid_on=one.done,
        )
        for n, one in paid or money[:1]
    )


def _terms(case: Case, oral: OralRegister) -> tuple[PaperLine, ...]:
    """Return what was agreed by word of mouth; the clauses where the register holds nothing."""
    named = ("oral_register.agreement", oral.agreement) if oral.agreement else ("clauses", case.clauses)
    return tuple(PaperLine(at=f"{named[0]}[{n}]", text=text) for n, text in enumerate(named[1]))


def _says(text: str, words: tuple[str, ...]) -> bool | None:
    return any(word in text for word in words) if text else None


def _is(value: str, wanted: str) -> bool | None:
    return value == wanted if value else None


def _reminders(case: Case, today: date) -> Iterator[Reminder]:
    """Yield what each obligor owes and has let pass, in the order of the schedule."""
    late = [(n, one) for n, one in enumerate(case.schedule) if _is_late(one, today)]
    for obligor in dict.fromkeys(one.obligor for _, one in late):
        own = [(n, one) for n, one in late if one.obligor == obligor]
        yield Reminder(
            at=f"schedule[{own[0][0]}]",
            obligor=obligor,
            obligees="、".join(dict.fromkeys(one.obligee for _, one in own if one.obligee)),
            duties=tuple(
                PaperLine(at=f"schedule[{n}]", text=f"{k}．{_owed(one, case, today)}")
                for k, (n, one) in enumerate(own, 1)
            ),
        )


def _is_late(one: Obligation, today: date) -> bool:
    return one.status != PERFORMED and one.due is not None and one.due < today


def _owed(one: Obligation, case: Case, today: date) -> str:
    due = one.due or today
    part = f"（已{one.status}）" if one.status == "部分履行" else ""
    sentence = obligation_text(one, case.dates.agree).rstrip("。")
    return f"{sentence}{part}。该项义务于{day_text(due)}到期，已逾期{(today - due).days}日。"
