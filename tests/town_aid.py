"""The applications for legal aid of a town's drawn year: drawn, counted by hand, and taken in."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from tests.intakes import PAPERS, make_intake, with_applicant
from zsapp.rules.legal_aid_facts import Situation
from zsapp.rules.legal_aid_ledger import AidLine, aid_line
from zsapp.rules.legal_aid_parts import CenterAnswer, Forwarded, Received, Supplement
from zsapp.rules.tables import Tables

LOOKED_AT = date(2027, 2, 1)
"""The day the year is looked back on."""


@dataclass(frozen=True)
class Application:
    """What befell one: forwarded after `wait` days, if at all; answered a day later when `quick`, or late."""

    village: str
    day: date
    elder: bool
    woman: bool
    urgent: bool
    means: str
    wait: int | None
    result: str
    asked: bool
    quick: bool


def drawn(dice: random.Random, village: str, day: date) -> Application:
    """Draw one; most are forwarded, on the day or a month later, and many answered."""
    wait = dice.choice((0, 0, 0, 30)) if dice.random() < 0.85 else None
    result = dice.choice(("给予", "给予", "给予", "不予", "视为撤回", "")) if wait is not None else ""
    return Application(
        village=village,
        day=day,
        elder=dice.random() < 0.3,
        woman=dice.random() < 0.5,
        urgent=dice.random() < 0.2,
        means=dice.choice(("需核查", "需核查", "免予核查", "不受限")),
        wait=wait,
        result=result,
        asked=result == "" and wait is not None and dice.random() < 0.5,
        quick=dice.random() < 0.8,
    )


def count(one: Application, sums: Counter[str]) -> None:
    """Count it by hand."""
    sent, granted, examined = one.wait is not None, one.result == "给予", one.result in ("给予", "不予")
    sums["aid"] += 1
    sums["aid sent"] += sent
    sums["aid sent in time"] += one.wait == 0
    sums["aid whole"] += sent and not one.asked
    sums["aid urgent"] += one.urgent
    sums["aid urgent sent"] += one.urgent and sent
    sums["aid urgent days"] += one.urgent * (one.wait or 0)
    sums[f"aid {one.means}"] += 1
    sums[f"aid {one.result}"] += 1
    sums["aid examined"] += examined
    sums["aid examined in time"] += examined and one.quick and one.wait == 0
    sums["granted elder"] += granted and one.elder
    sums["granted woman"] += granted and one.woman


def line_of(one: Application, tables: Tables) -> AidLine:
    """Return its line of the register."""
    sent = one.day + timedelta(days=one.wait) if one.wait is not None else None
    answered = sent + timedelta(days=1 if one.quick else 60) if sent and one.result else None
    unchecked = one.means == "免予核查"
    intake = make_intake(
        received=Received(date=one.day, org=one.village),
        matter="M11" if one.means == "不受限" else "M04a",
        exemption="E42-2c" if unchecked else "",
        documents=(*PAPERS, "优待证") if unchecked else PAPERS,
        limitation_end=one.day + timedelta(days=3) if one.urgent else None,
        supplement=Supplement(notice=sent, missing=("户口簿",)) if one.asked else None,
        forwarded=Forwarded(date=sent) if sent else None,
        center=CenterAnswer(status=one.result, date=answered) if one.result else None,
    )
    born, sex = date(1950 if one.elder else 1990, 5, 1), "2" if one.woman else "1"
    return aid_line(Situation(with_applicant(intake, birth=born, sex=sex), tables, LOOKED_AT))
