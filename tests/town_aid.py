"""The applications for legal aid of a town's drawn year, counted by hand while they are drawn."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.intakes import PAPERS, make_intake, with_applicant
from zsapp.rules.legal_aid_facts import Situation
from zsapp.rules.legal_aid_ledger import aid_line
from zsapp.rules.legal_aid_parts import CenterAnswer, Forwarded, Received, Supplement

if TYPE_CHECKING:
    from tests.town_year import Draw

LOOKED_AT = date(2027, 2, 1)
"""The day the year is looked back on."""


def draw_intake(draw: "Draw") -> None:
    """Take in an application; most are forwarded, on the day or a month later, and many answered."""
    village, day = draw.when()
    sums, dice = draw.year.sums, draw.dice
    elder, woman, urgent = dice.random() < 0.3, dice.random() < 0.5, dice.random() < 0.2
    means = dice.choice(("需核查", "需核查", "免予核查", "不受限"))
    wait = dice.choice((0, 0, 0, 30)) if dice.random() < 0.85 else None
    result = dice.choice(("给予", "给予", "给予", "不予", "视为撤回", "")) if wait is not None else ""
    asked = result == "" and wait is not None and dice.random() < 0.5
    sent = day + timedelta(days=wait) if wait is not None else None
    quick = dice.random() < 0.8
    answered = sent + timedelta(days=1 if quick else 60) if sent and result else None
    sums["aid"] += 1
    sums["aid sent"] += sent is not None
    sums["aid sent in time"] += wait == 0
    sums["aid whole"] += sent is not None and not asked
    sums["aid urgent"] += urgent
    sums["aid urgent sent"] += urgent and sent is not None
    sums["aid urgent days"] += urgent * (wait or 0)
    sums[f"aid {means}"] += 1
    sums[f"aid {result}"] += 1
    sums["aid examined"] += result in ("给予", "不予")
    sums["aid examined in time"] += result in ("给予", "不予") and quick and wait == 0
    sums["granted elder"] += result == "给予" and elder
    sums["granted woman"] += result == "给予" and woman
    record = with_applicant(
        make_intake(
            received=Received(date=day, org=village),
            matter="M11" if means == "不受限" else "M04a",
            exemption="E42-2c" if means == "免予核查" else "",
            documents=(*PAPERS, "优待证") if means == "免予核查" else PAPERS,
            limitation_end=day + timedelta(days=3) if urgent else None,
            supplement=Supplement(notice=sent, missing=("户口簿",)) if asked else None,
            forwarded=Forwarded(date=sent) if sent else None,
            center=CenterAnswer(status=result, date=answered) if result else None,
        ),
        birth=date(1950 if elder else 1990, 5, 1),
        sex="2" if woman else "1",
    )
    key = f"a{len(draw.aid)}"
    draw.aid[key] = aid_line(Situation(record, draw.tables, LOOKED_AT))
    draw.aid_places[key] = village
