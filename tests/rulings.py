"""Cases for the tests of the rules: a lawful one to change, and what the checks say of it."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from zsapp.base.plain import from_sheet
from zsapp.rules.checking import Context
from zsapp.rules.findings import Finding, Stage
from zsapp.rules.mediation import ANNOTATIONS, Case
from zsapp.rules.mediation_checks import check_case
from zsapp.rules.mediation_parts import Dates, Mediator, Obligation, Outcome, Party, Totals
from zsapp.services.record_files import read_records
from zsapp.services.tables import shipped_tables

SIGNED = date(2026, 3, 9)
NEIGHBOURS = (
    Party(
        role="申请人",
        kind="自然人",
        name="何䶮",
        sex="男",
        birth=date(1968, 3, 15),
        id_type="居民身份证",
        id_no="442000196803159914",
        sign="签名",
    ),
    Party(
        role="被申请人",
        kind="自然人",
        name="梁亚娣",
        sex="女",
        birth=date(1949, 9, 22),
        id_type="居民身份证",
        id_no="442000194909229926",
        sign="按指印",
    ),
)
LAWFUL = "一、梁亚娣于2026年3月20日前以现金支付何䶮人民币1800元（大写：壹仟捌佰元整）。"
PAYMENT = Obligation(
    seq=1, obligor="梁亚娣", obligee="何䶮", kind="给付", amount=Decimal(1800), due=date(2026, 3, 20)
)


def make_case(*clauses: str, **changed: Any) -> Case:
    """Return a case with a written agreement that no check objects to; name only what the test is about."""
    lawful: dict[str, Any] = {
        "agreement_no": "〔2026〕沙云人调字第5号",
        "volume_no": "〔2026〕沙云人调字第5号",
        "parties": NEIGHBOURS,
        "mediators": (Mediator(name="高伟明", role="主持"),),
        "record": "调解员：已告知权利义务。",
        "responsibility": "梁亚娣排水不当，负有责任。",
        "dates": Dates(apply=date(2026, 3, 2), accept=date(2026, 3, 2), sessions=(SIGNED,), agree=SIGNED),
        "clauses": clauses or (LAWFUL,),
        "copies": 3,
        "outcome": Outcome(result="调解成功", form="书面"),
    }
    return Case(**(lawful | changed))


def with_rows(*rows: Obligation, total: str | None = None, **changed: Any) -> Case:
    """Return the lawful case with these rows of the schedule and this total."""
    totals = Totals(amount=None if total is None else Decimal(total))
    return make_case(schedule=rows, totals=totals, **changed)


def with_party(case: Case, place: int = 0, **changed: Any) -> Case:
    """Return a case with one party changed."""
    parties = list(case.parties)
    parties[place] = replace(parties[place], **changed)
    return replace(case, parties=tuple(parties))


def findings(
    case: Case, rule: str = "", *, stage: Stage = Stage.PRINT, today: date = SIGNED, **known: Any
) -> list[Finding]:
    """Return what the checks say, or one of them."""
    context = Context(today=today, stage=stage, tables=shipped_tables(), **known)
    return [one for one in check_case(case, context) if rule in ("", one.rule)]


def fires(rule: str, case: Case, **known: Any) -> bool:
    """Say whether a check has anything to say."""
    return bool(findings(case, rule, **known))


CASES = Path(__file__).parent / "cases"


@lru_cache
def entries(file: str = "mediation.yaml") -> dict[str, dict[str, Any]]:
    """Return the acceptance cases of a file by their reference, annotations included; not to be changed."""
    return {one["case"]: one for one in read_records(CASES / file)}


def accepted(ref: str, change: Callable[[dict[str, Any]], None] | None = None) -> Case:
    """Return an acceptance case, changed as an import file if asked."""
    entry = deepcopy(entries()[ref])
    if change:
        change(entry)
    return from_sheet(Case, entry, ANNOTATIONS)
