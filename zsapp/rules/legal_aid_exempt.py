"""Exemptions (不受限、免予核查): which one an intake claims or meets, and what proof is missing. Pure.

Two kinds, never mixed (brief L trap 6): art. 32, where the means are not looked at, and art. 42 with the
rules for soldiers, where the test counts as met, on a proving document.
Law cited: 法援法 §32, §42; 老年人权益保障法 §2; 军人军属办法 (待核).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from zsapp.rules.groups import DISABLED, ELDER
from zsapp.rules.legal_aid import is_minor
from zsapp.rules.legal_aid_facts import Situation, groups_of, has_paper, papers_of, tells_violence
from zsapp.rules.legal_aid_tables import Exemption

HOME = ("中山", "广东省中山", "本市")
AWAITED = "待市局确认"
"""The status of a row that is there to be filled in, and not yet in force."""
RURAL = ("村", "镇", "农村")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An exemption held against an intake: whether it was declared, what does not fit, what is not proved."""

    row: Exemption
    declared: bool
    unfit: str
    missing: tuple[str, ...]

    @property
    def met(self) -> bool:
        """Whether it fits and is proved."""
        return not self.unfit and not self.missing


def claims_of(situation: Situation) -> tuple[Claim, ...]:
    """Return the exemptions that an intake declares, or that its own facts tell; the declared one first."""
    return tuple(_claims(situation))


def unlimited_claim(situation: Situation) -> Claim | None:
    """Return the ground of art. 32 (不受经济困难条件限制), None where the means may matter."""
    return next((one for one in claims_of(situation) if one.row.unlimited and not one.unfit), None)


def met_claim(situation: Situation) -> Claim | None:
    """Return the exemption that is proved (免予核查), None where none is."""
    return next((one for one in claims_of(situation) if one.met and not one.row.unlimited), None)


def open_claim(situation: Situation) -> Claim | None:
    """Return the declared exemption that fits and still lacks a document."""
    found = (one for one in claims_of(situation) if one.declared and not one.row.unlimited)
    return next((one for one in found if one.missing and not one.unfit), None)


def _claims(situation: Situation) -> Iterator[Claim]:
    declared = situation.tables.aid.exemptions.get(situation.intake.exemption)
    if declared:
        yield _claim(situation, declared, declared=True)
    for row in situation.tables.aid.exemptions.values():
        if row is not declared and _tells_itself(situation, row):
            yield _claim(situation, row, declared=False)


def _claim(situation: Situation, row: Exemption, *, declared: bool) -> Claim:
    papers = papers_of(situation)
    missing = tuple(one.label for one in row.proofs if not has_paper(papers, one.accepted))
    return Claim(row=row, declared=declared, unfit=_unfit(situation, row), missing=missing)


def _unfit(situation: Situation, row: Exemption) -> str:
    """Return what of the intake does not fit an exemption, or the empty text."""
    if row.status == AWAITED:
        return "这一情形的规定待市局确认"
    if row.matters and situation.intake.matter not in row.matters:
        return "所选的情形不适用于这一事项"
    return CONDITIONS[row.condition](situation)


def _tells_itself(situation: Situation, row: Exemption) -> bool:
    """Say whether the facts alone raise an exemption that nobody has declared."""
    if row.unlimited:
        return situation.matter.test == "none" and row.basis == situation.matter.basis
    if row.condition == "migrant" and "G05" not in situation.intake.groups:
        return False
    told = row.group in situation.intake.groups if row.group else bool(row.condition)
    known = situation.intake.soldier is not None or row.condition not in MILITARY
    return told and known and not _unfit(situation, row)


MILITARY = ("conscript", "mission", "bereaved")


def _minor(situation: Situation) -> str:
    return "" if is_minor(situation.intake) else "申请人不是未成年人"


def is_elder(situation: Situation) -> bool:
    """Say whether the applicant is old in the sense of the law, by the birth or, without one, as declared."""
    return ELDER in groups_of(situation)


def _elder(situation: Situation) -> str:
    return "" if is_elder(situation) else f"申请人不满{situation.tables.limits['aid_elder']}周岁"


def _disabled(situation: Situation) -> str:
    intake = situation.intake
    told = DISABLED in groups_of(situation) or intake.exemption == "E42-1c"
    return "" if told else "没有登记残疾情况"


def _migrant(situation: Situation) -> str:
    """Come to town to work: registered elsewhere, or in a village (brief L §3.6 G05)."""
    hukou = situation.intake.applicant.hukou.strip()
    if not hukou or not hukou.startswith(HOME) or hukou.endswith(RURAL):
        return ""
    return "户籍在中山城镇，不属于进城务工人员"


def _status_of(*words: str) -> Callable[[Situation], str]:
    def unfit(situation: Situation) -> str:
        soldier = situation.intake.soldier
        status = soldier.status if soldier else ""
        fits = not status or any(word in status for word in words)
        return "" if fits else f"军人身份“{status}”不属于这一情形"

    return unfit


def _violence(situation: Situation) -> str:
    return "" if tells_violence(situation.intake) else "没有写明遭受虐待、遗弃或者家庭暴力的情况"


CONDITIONS: Mapping[str, Callable[[Situation], str]] = {
    "": lambda _: "",
    "minor": _minor,
    "elder": _elder,
    "disabled": _disabled,
    "migrant": _migrant,
    "conscript": _status_of("义务兵", "供给制", "学员"),
    "mission": _status_of("任务", "作战", "维和", "抢险", "护航"),
    "bereaved": _status_of("烈士", "牺牲", "病故"),
    "violence": _violence,
}
"""What must be so of the applicant: each says what does not fit, or nothing."""
