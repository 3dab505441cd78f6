"""What the legal-aid centre answered (法律援助处的结果): held against its shape, and put into the intake.

An answer is known by what it is and its number (文书种类、文号), so a file taken in twice changes nothing and
a corrected one replaces itself. The centre decides; here its answer is only written down.
Law cited: 法援法 §43, §48, §49.
"""

from dataclasses import replace
from datetime import date

from zsapp.base.errors import Code, Refusal
from zsapp.base.items import is_empty, items
from zsapp.rules.legal_aid import LegalAidIntake
from zsapp.rules.legal_aid_parts import CenterAnswer, Supplement
from zsapp.rules.tables import Tables

ALIASES = {"受理": "已受理", "转其他": "转其他机构"}
"""Other words for an answer, as the centre's files have them."""
RANK = {"已受理": 0, "补正": 1, "办理中": 3, "终止": 4, "结案": 4}
"""How answers follow each other; all others stand at 2, and answers of one rank follow by their days."""
DATED = ("给予", "不予", "终止")
"""Answers from whose day something is counted: they are nothing without it."""


def read_answer(answer: CenterAnswer, tables: Tables) -> CenterAnswer:
    """Return an answer in the words of the code list, held against the least it must say.

    Raises:
        Refusal: AID_ANSWER_UNKNOWN, AID_ANSWER_UNDATED.
    """
    status = tables.text_of("aid_result", ALIASES.get(answer.status, answer.status))
    if status not in {row.text for row in tables.codes["aid_result"]}:
        raise Refusal(Code.AID_ANSWER_UNKNOWN, field="center.status", status=answer.status[:20])
    if status in DATED and answer.date is None:
        raise Refusal(Code.AID_ANSWER_UNDATED, field="center.date", status=status)
    return replace(answer, status=status)


def with_answer(intake: LegalAidIntake, answer: CenterAnswer) -> LegalAidIntake:
    """Return an intake with an answer of the centre: the same intake when it is known already.

    Raises:
        Refusal: AID_ANSWER_EARLY for an answer given before the application came.
    """
    came = intake.received.date
    if came and answer.date and answer.date < came:
        raise Refusal(Code.AID_ANSWER_EARLY, field="center.date", date=answer.date, received=came)
    known = [*intake.answers, *([intake.center] if _says(intake.center) else [])]
    merged = [_completed(one, answer) if _same(one, answer) else one for one in known if one is not None]
    if not any(_same(one, answer) for one in merged):
        merged.append(answer)
    ordered = sorted(merged, key=lambda one: (RANK.get(one.status, 2), one.date or date.min))
    now = replace(intake, center=ordered[-1], answers=tuple(ordered[:-1]))
    return _asked(now) if now.center != intake.center else now


def _says(answer: CenterAnswer | None) -> bool:
    return answer is not None and bool(answer.status)


def _same(one: CenterAnswer, other: CenterAnswer) -> bool:
    """Say whether two are one document: of a kind, and of one number or, without one, of one day."""
    if one.status != other.status:
        return False
    if one.doc_no and other.doc_no:
        return one.doc_no == other.doc_no
    return None in (one.date, other.date) or one.date == other.date


def _completed(known: CenterAnswer, answer: CenterAnswer) -> CenterAnswer:
    """Return what is known of a document with what it says now; what it does not say again stays."""
    told = {
        one.name: getattr(answer, one.name)
        for one in items(CenterAnswer)
        if not is_empty(getattr(answer, one.name))
    }
    return replace(known, **told)


def _asked(intake: LegalAidIntake) -> LegalAidIntake:
    """Note what the centre asks for (补正): the clock stands still from the day it was told (R-42)."""
    center = intake.center
    if center is None or center.status != "补正":
        return intake
    notice = center.delivered or center.date
    if notice is None or (intake.supplement and intake.supplement.notice == notice):
        return intake
    return replace(intake, supplement=Supplement(notice=notice, missing=center.missing))
