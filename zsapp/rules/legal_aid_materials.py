"""What is still missing (材料清单、一次性告知): the matrix of brief L §1.5 held against the documents. Pure.

Never a certificate of the village (经济困难证明 is abolished): the applicant explains and promises.
While materials that were asked for have not come, the notice's own list stands: it was to name everything.
Law cited: 法援法 §40, §41, §43¶2.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from zsapp.rules.legal_aid_exempt import met_claim, open_claim, unlimited_claim
from zsapp.rules.legal_aid_facts import (
    ATTORNEY,
    GUARDIAN,
    KIN,
    Situation,
    acts_as,
    guardian_is_against,
    has_paper,
    is_against,
    is_near_kin,
    is_open_supplement,
    lacks_capacity,
    papers_of,
)
from zsapp.rules.legal_aid_means import measure
from zsapp.rules.legal_aid_tables import Material

SUSPECTS = ("犯罪嫌疑人", "被告人")
NOTIFIED_PAPERS = ("form", "identity")
"""What an information note about somebody of art. 25 or 28 needs: the organ in charge has the rest."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something missing: what it is called, and whether nothing but it stands in the way (`waits`)."""

    label: str
    waits: bool = True


def missing_of(situation: Situation, *, notified: bool = False) -> tuple[Missing, ...]:
    """Return everything missing, in the order it is to be asked for, each once.

    `notified`: an applicant of art. 25 or 28, for whom the organ in charge must ask for a defender.
    """
    supplement = situation.intake.supplement
    if supplement and supplement.missing and is_open_supplement(situation):
        return tuple(Missing(label) for label in dict.fromkeys(supplement.missing))
    found = [*_people(situation), *_matrix(situation, notified=notified)]
    found += [] if notified else _proofs(situation)
    found += _other_side(situation)
    by_label = {one.label: one for one in reversed(found)}
    return tuple(by_label[label] for label in dict.fromkeys(one.label for one in found))


def unasked_of(situation: Situation) -> tuple[str, ...]:
    """Return what an open supplement notice did not name although it is missing too."""
    supplement = situation.intake.supplement
    if supplement is None or not is_open_supplement(situation):
        return ()
    asked = (" ".join(supplement.missing),)
    kept = tuple(one for one in situation.intake.documents if one not in supplement.missing)
    before = replace(situation, intake=replace(situation.intake, documents=kept))
    return tuple(one.label for one in _lacking(before) if not has_paper(asked, (one.label, *one.accepted)))


def means_are_tested(situation: Situation) -> bool:
    """Say whether the means of the household have to be looked at (法援法 §31, §32, §42)."""
    return not unlimited_claim(situation) and not met_claim(situation)


def _people(situation: Situation) -> Iterator[Missing]:
    """Ask for somebody who may act (法援法 §40)."""
    intake, agent = situation.intake, situation.intake.agent
    if agent and is_against(agent, intake) and lacks_capacity(situation):
        yield Missing("由另一法定代理人或者近亲属代为申请")
    elif lacks_capacity(situation) and not _guarded(situation):
        other = "其他法定代理人或者近亲属" if guardian_is_against(intake) else "法定代理人"
        yield Missing(f"由{other}代为申请")
    elif agent and is_against(agent, intake):
        yield Missing("由本人申请或者另行委托代理人")
    elif intake.custody and agent and acts_as(situation) == ATTORNEY and not is_near_kin(situation, agent):
        yield Missing("由法定代理人或者近亲属提出申请")


def _guarded(situation: Situation) -> bool:
    told = acts_as(situation)
    return told == GUARDIAN or (told == KIN and guardian_is_against(situation.intake))


def _matrix(situation: Situation, *, notified: bool) -> Iterator[Missing]:
    for row in _lacking(situation):
        if not notified or row.id in NOTIFIED_PAPERS:
            yield Missing(row.label)


def _lacking(situation: Situation) -> Iterator[Material]:
    """Give the required rows of the matrix that no document satisfies."""
    papers = papers_of(situation)
    for row in applying_rows(situation):
        if row.required and not _is_there(row, papers, situation):
            yield row


def applying_rows(situation: Situation) -> Iterator[Material]:
    """Give the rows of the matrix that speak of an intake, required or not."""
    return (row for row in situation.tables.aid.materials if _applies(row, situation))


def _is_there(row: Material, papers: tuple[str, ...], situation: Situation) -> bool:
    """Say whether a row is satisfied; a notice of detention whose day is on record was seen."""
    seen = row.id == "custody_notice" and situation.intake.forum.detention_notice is not None
    return seen or has_paper(papers, row.accepted, own=row.id == "identity")


def _applies(row: Material, situation: Situation) -> bool:
    return situation.intake.matter.startswith(row.matters) and WHEN[row.when](situation)


def _needs_statement(situation: Situation) -> bool:
    """A claim that only lacks its document asks for that document, not for the statement beside it."""
    return means_are_tested(situation) and (not open_claim(situation) or bool(situation.intake.family))


def _needs_authority(situation: Situation) -> bool:
    agent = situation.intake.agent
    near = agent is not None and bool(situation.intake.custody) and is_near_kin(situation, agent)
    return acts_as(situation) == ATTORNEY and not near and not lacks_capacity(situation)


def _needs_kinship(situation: Situation) -> bool:
    if situation.intake.agent is None:
        return situation.intake.matter == "M21" and situation.intake.role not in SUSPECTS
    return acts_as(situation) == KIN


WHEN: Mapping[str, Callable[[Situation], bool]] = {
    "always": lambda _: True,
    "means": _needs_statement,
    "attorney": _needs_authority,
    "guardian": lambda situation: acts_as(situation) == GUARDIAN,
    "kin": _needs_kinship,
}
"""When a row of the matrix is asked for."""


def _proofs(situation: Situation) -> Iterator[Missing]:
    """Ask for what proves the ground of art. 32, or a declared exemption, which may be met otherwise."""
    ground = unlimited_claim(situation)
    if ground:
        yield from (Missing(label) for label in ground.missing)
    elif met_claim(situation) is None and (claim := open_claim(situation)):
        means = measure(situation)
        waits = means.owns_much or means.verdict in ("fail", "unknown")
        asked = {name for row in _lacking(situation) if row.matters for name in row.accepted}
        for proof in claim.row.proofs:  # the evidence of the matter itself is asked for once
            if proof.label in claim.missing and not asked & set(proof.accepted):
                yield Missing(proof.label, waits=waits)


NAMED = ("M04", "M05", "M07a", "M07b")
"""Matters for which the other side must be known (对方身份信息, brief L §1.5)."""


def _other_side(situation: Situation) -> Iterator[Missing]:
    intake = situation.intake
    if intake.matter.startswith(NAMED) and not any(one.name.strip() for one in intake.respondent):
        yield Missing("对方身份信息")
