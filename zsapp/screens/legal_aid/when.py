"""When something is asked at all (何时才问): what an answer of the interview changes in the next questions.

Plain statements about an intake, by the rules themselves: a question and the opinion never disagree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from zsapp.rules.legal_aid import LegalAidIntake, is_military, is_violence, restricted_for
from zsapp.rules.legal_aid_exempt import AWAITED, claims_of, met_claim, open_claim, unlimited_claim
from zsapp.rules.legal_aid_facts import Situation, acts_as, capacity_of, lacks_capacity
from zsapp.rules.legal_aid_materials import means_are_tested
from zsapp.rules.legal_aid_notified import notified_ground
from zsapp.rules.legal_aid_parts import FamilyMember, Respondent
from zsapp.rules.tables import Tables

When = Callable[[LegalAidIntake], bool]
NATURAL = ("", "自然人")
CRIMINAL = ("M21", "M22")
"""Matters of criminal procedure: whose charge, notice and custody are asked for."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of an intake, on a day, by the tables in force."""

    tables: Tables
    today: Callable[[], date]

    def _of(self, intake: LegalAidIntake) -> Situation:
        return Situation(intake, self.tables, self.today())

    def restricted_for(self, intake: LegalAidIntake) -> tuple[str, ...]:
        """Return why few may see an application."""
        return restricted_for(intake)

    def needs_guardian(self, intake: LegalAidIntake) -> bool:
        """Say whether somebody must act for the applicant (法援法 §40)."""
        return lacks_capacity(self._of(intake))

    def has_agent(self, intake: LegalAidIntake) -> bool:
        """Say whether somebody acts for the applicant, or must."""
        return intake.agent is not None or self.needs_guardian(intake)

    def says_agent(self, intake: LegalAidIntake) -> str:
        """Return why somebody must act, or in what capacity he does."""
        situation = self._of(intake)
        if lacks_capacity(situation):
            told = f"申请人是{capacity_of(situation)}人，请填写代为申请的法定代理人（父母等监护人）。"
            return told if intake.agent is None else f"{told}现在填写的按“{acts_as(situation)}”处理。"
        return "请别人代为申请的才填写；本人申请的不用填。" if intake.agent is None else ""

    def skips_means(self, intake: LegalAidIntake) -> str:
        """Return why the means of the household are not asked for, or the empty text."""
        situation = self._of(intake)
        if ground := notified_ground(situation):
            return f"属于办案机关应当通知辩护（代理）的情形（{ground}），不核查经济状况"
        free, met = unlimited_claim(situation), met_claim(situation)
        if free:
            return f"{self._exempt(free.row.code)}，不受经济困难条件限制（{free.row.basis}）"
        return f"{self._exempt(met.row.code)}，已有证明材料，免予核查（{met.row.basis}）" if met else ""

    def asks_means(self, intake: LegalAidIntake) -> bool:
        """Say whether the means of the household are asked for."""
        return not self.skips_means(intake)

    def says_means(self, intake: LegalAidIntake) -> str:
        """Return, above the questions on means, why they need not be answered, or when they need not."""
        why = self.skips_means(intake)
        if why:
            return f"这一组不用填：{why}。"
        claim = open_claim(self._of(intake))
        if claim:
            lacking = "、".join(claim.missing)
            return f"补交{lacking}以后可以免予核查；现在同时按家庭收入核算，先符合的为准。"
        return "填写一起生活的家人、申请前6个月的收入。核算结果见初审意见。"

    def _exempt(self, code: str) -> str:
        return self.tables.text_of("aid_exempt", code)

    def says_exemption(self, intake: LegalAidIntake) -> str:
        """Return how the chosen exemption stands."""
        situation = self._of(intake)
        if not means_are_tested(situation):
            return self.skips_means(intake)
        claim = open_claim(situation)
        if claim:
            return f"{self._exempt(claim.row.code)}：还缺{'、'.join(claim.missing)}，请在“材料”里登记。"
        return "没有这些情形的不用选，按家庭收入核算。"

    def exempts(self, intake: LegalAidIntake, *, likely: bool) -> tuple[tuple[str, str, str, bool], ...]:
        """Return the exemptions on offer: code, name, what proves it, and whether it is the one chosen.

        `likely` are those that are declared or that the facts tell; the others follow on a fold of their own.
        """
        told = {one.row.code for one in claims_of(self._of(intake))} | {intake.exemption}
        return tuple(
            (
                one.code,
                self._exempt(one.code),
                self._proofs(one.unlimited, tuple(proof.label for proof in one.proofs)),
                one.code == intake.exemption,
            )
            for one in self.tables.aid.exemptions.values()
            if one.status != AWAITED
            and (not one.matters or intake.matter in one.matters)
            and (one.code in told) == likely
        )

    def _proofs(self, unlimited: bool, labels: tuple[str, ...]) -> str:  # noqa: FBT001 -- the kind of exemption
        kind = "不看家庭收入" if unlimited else "交了证明就不核查家庭收入"
        return f"{kind}。要有：{'、'.join(labels)}" if labels else f"{kind}。本人陈述即可转交"


def is_criminal(intake: LegalAidIntake) -> bool:
    """Say whether it is a matter of criminal procedure."""
    told = intake.matter.startswith(CRIMINAL) or bool(intake.forum.charge)
    return told or intake.forum.detention_notice is not None


def asks_custody(intake: LegalAidIntake) -> bool:
    """Say whether custody is asked for."""
    return intake.matter.startswith("M21") or intake.matter == "M23" or intake.custody is not None


def asks_seat(intake: LegalAidIntake) -> bool:
    """Say whether the place of the cause is asked for: not in a lawsuit (法援法 §38)."""
    return intake.forum.kind != "诉讼" or bool(intake.forum.cause_place)


def asks_soldier(intake: LegalAidIntake) -> bool:
    """Say whether a soldier is asked about (军人军属)."""
    return is_military(intake)


def has_unit(intake: LegalAidIntake) -> bool:
    """Say whether the number of a unit was written down, which it must not be."""
    return bool(intake.soldier and intake.soldier.unit_recorded)


def asks_safety(intake: LegalAidIntake) -> bool:
    """Say whether a safe way to reach the applicant is asked for."""
    return is_violence(intake) or bool(intake.applicant.safe_contact)


def says_safety(intake: LegalAidIntake) -> str:
    """Return what restricted viewing means here, or that it does not apply."""
    why = "、".join(restricted_for(intake))
    if not why:
        return "这份申请不需要限制查看；选了家庭暴力、未成年人、军人军属的，会自动限制。"
    told = (
        f"这份申请限制查看（{why}）：只有站长和法律顾问看得到，列表里没有姓名，"
        "住址不印在对方可能看到的文书上。"
    )
    if is_violence(intake) and not intake.applicant.safe_contact:
        return f"{told}请问清楚：什么时候、用什么方式联系才安全。"
    return told


def is_disabled(intake: LegalAidIntake) -> bool:
    """Say whether the number of a disability certificate is asked for."""
    told = "G03" in intake.groups or intake.exemption == "E42-1c"
    return told or bool(intake.applicant.disability_no)


def is_person(one: Respondent) -> bool:
    """Say whether the other side is a natural person."""
    return one.kind in NATURAL


def is_organisation(one: Respondent) -> bool:
    """Say whether the other side has a credit code."""
    return not is_person(one) or bool(one.uscc)


def has_months(member: FamilyMember) -> bool:
    """Say whether a member's income is written month by month."""
    return bool(member.months)


def asks_cause(intake: LegalAidIntake) -> bool:
    """Say whether the cause of spending is asked for: only where spending is written down."""
    return intake.spending_monthly_per_capita is not None or bool(intake.spending_cause)


def is_turned(intake: LegalAidIntake) -> bool:
    """Say whether it came from another record."""
    return intake.origin is not None
