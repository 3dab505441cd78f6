"""Cases for the papers beyond the first four: the acceptance cases, and what they do not hold."""

import functools
from dataclasses import replace
from datetime import date
from typing import Any

from tests.papers import case_of, paper
from zsapp.base.items import Thing
from zsapp.press.definition import find_form
from zsapp.press.pdf import Sheet
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_filing import Filing, Scan
from zsapp.rules.mediation_paper_base import Occasion
from zsapp.rules.mediation_papers import on_paper
from zsapp.rules.mediation_parts import Dates, Interpreter, OralRegister, Outcome, Party, Termination
from zsapp.rules.mediation_quality import Held, judge
from zsapp.rules.mediation_volume import Entry
from zsapp.services.tables import shipped_tables

TODAY = date(2026, 11, 23)
APRIL = date(2026, 4, 2)


def occasion(today: date = TODAY) -> Occasion:
    """Return the occasion of a day with the shipped tables."""
    return Occasion(today, shipped_tables())


def _oral() -> Case:
    drains = case_of("C01")
    return Case(
        committee=drains.committee,
        volume_no="〔2026〕沙云人调字第6号",
        agreement_no="〔2026〕沙云人调字第6号",
        source="依申请调解",
        dispute_type="邻里纠纷/噪声纠纷",
        mediators=drains.mediators,
        dates=Dates(apply=APRIL, accept=APRIL, sessions=(APRIL,), agree=APRIL),
        parties=(
            replace(drains.parties[0], id_no=""),
            Party(role="被申请人", kind="自然人", name="陈𬱖", sex="女", age=44, address="南巷15号"),
        ),
        brief="夜间练琴声音过大",
        oral_register=OralRegister(
            facts="陈𬱖家小孩晚上十点后仍练习电子琴，何䶮家老人难以入睡。",
            agreement=("一、陈𬱖家每晚九点以后不再练琴。", "二、双方今后有事先商量。"),
            perform="自即日起履行。",
        ),
        outcome=Outcome(result="调解成功", form="口头", performance="即时履行", satisfaction="满意"),
    )


def _refused() -> Case:
    drains = case_of("C01")
    return Case(
        committee=drains.committee,
        source="依申请调解",
        dispute_type="婚姻家庭纠纷/离婚纠纷",
        dates=Dates(apply=APRIL, close=date(2026, 4, 3)),
        parties=drains.parties,
        mediators=drains.mediators,
        brief="要求离婚",
        requests=("离婚",),
        termination=Termination(reason="申请事项为解除婚姻关系"),
        outcome=Outcome(result="不予受理"),
    )


def _late() -> Case:
    drains = case_of("C01")
    money, deed = drains.schedule
    return replace(
        drains,
        schedule=(
            replace(money, status="部分履行", done=None),
            replace(deed, status="未履行", done=None),
        ),
    )


def _police() -> Case:
    drains = case_of("C01")
    return replace(drains, brief="双方互相推搡，村民报警，派出所民警到场制止。" + drains.brief)


def _spoken() -> Case:
    spoken = Interpreter(name="蒙小云", language="壮语", phone="13800000777")
    return replace(case_of("C01"), interpreter=spoken)


def _filed() -> Case:
    filing = Filing(by="刘佩珊", checked_by="高伟明", retention="长期", remark="一案一卷", note="无其他事项")
    scan = Scan(place="身份证明", name="何䶮身份证", sha256="0" * 64, pages=1)
    return replace(case_of("C01"), filing=filing, scans=(scan,))


CONTENTS = (
    Entry("人民调解申请书", 1, 1),
    Entry("人民调解当事人权利义务告知书", 2, 3),
    Entry("人民调解协议书", 4, 5),
    Entry("何䶮身份证", 6, 6, "复印件"),
)
"""What lies in the dossier of a sample."""
HELD = Held(
    parts=frozenset({"F02", "F04", "F08", "F09", "scan:身份证明"}), titles={"F06": "人民调解调查记录"}
)
"""What the quality check of a sample is held against."""


SAMPLES = {"oral": _oral, "refused": _refused, "late": _late, "police": _police, "spoken": _spoken}
SAMPLES["filed"] = _filed
"""The cases that no acceptance case is like."""


def sample(name: str) -> Case:
    """Return an acceptance case or a sample of our own."""
    return SAMPLES[name]() if name in SAMPLES else case_of(name)


def sample_on_paper(number: str, case: Case, today: date = TODAY) -> Thing:
    """Return a case in the words of what a form is about."""
    tables = shipped_tables()
    when = Occasion(today, tables, CONTENTS, judge(case, tables.quality, HELD))
    return on_paper(find_form(number).about, case, when)


@functools.cache
def drawn(number: str, name: str, mode: Any = "final") -> Sheet:
    """Draw a form of a sample, once for all tests that only look."""
    return paper(number, sample_on_paper(number, sample(name)), mode)
