"""The materials of an intake as one list (材料清单): what is wanted, what satisfies it, what would. Pure.

The rows of the matrix (brief L §1.5) that apply, then what proves an exemption. What is missing is said by
`legal_aid_materials.py` alone, so that the list and the opinion never differ. Law: 法援法 §40, §41, §43¶2.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zsapp.rules.legal_aid_exempt import claims_of
from zsapp.rules.legal_aid_facts import NOT_OWN, Situation, papers_of
from zsapp.rules.legal_aid_materials import applying_rows, missing_of
from zsapp.rules.legal_aid_notified import is_notified

PARTS = re.compile("、|或者")
REST = re.compile("等.*$|之一$")
NAMED = 3
"""Characters of a word that names a document by itself (户口簿), where no part of the label does."""
WAYS = 6
"""Documents offered for one row at most."""
PEOPLE = (("对方身份信息", "respondent[0].name"), ("申请", "agent.name"))
"""What is missing and no document: somebody who acts, the other side; and where it is written."""
NOTICE = "法援法43"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One thing wanted: its name, whether it must be there, what satisfies it, what would, on what basis.

    `where` is the item in which it is written, for what is no document.
    """

    label: str
    need: bool
    found: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    basis: str = NOTICE
    where: str = ""


def wanted_of(situation: Situation) -> tuple[Wanted, ...]:
    """Return everything wanted of an intake, in the order it is asked for, each once."""
    missing = [one.label for one in missing_of(situation, notified=is_notified(situation))]
    listed: dict[str, Wanted] = {}
    for one in _rows(situation):
        if one.found or not one.need or one.label in missing:
            listed.setdefault(one.label, one)
    for label in missing:
        if label not in listed or listed[label].found:
            listed[label] = Wanted(label=label, need=True, ways=_ways(label, (label,)), where=_where(label))
    return tuple(listed.values())


def _rows(situation: Situation) -> Iterator[Wanted]:
    for row in applying_rows(situation):
        found = _found(situation, row.accepted, own=row.id == "identity")
        ways = _ways(row.label, row.accepted)
        yield Wanted(label=row.label, need=row.required, found=found, ways=ways, basis=row.basis)
    for claim in claims_of(situation):
        for proof in claim.row.proofs:
            found = _found(situation, proof.accepted)
            if found or (claim.declared and not claim.unfit):
                ways = _ways(proof.label, proof.accepted)
                yield Wanted(
                    label=proof.label, need=claim.declared, found=found, ways=ways, basis=claim.row.basis
                )


def _found(situation: Situation, accepted: tuple[str, ...], *, own: bool = False) -> tuple[str, ...]:
    papers = (one for one in papers_of(situation) if not own or not NOT_OWN.match(one))
    return tuple(one for one in papers if any(name in one for name in accepted))


def _ways(label: str, accepted: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of documents that would do, as a clerk would write them; the label's parts first."""
    if _where(label):
        return ()
    parts = [label] if label.endswith("的证明") else [REST.sub("", part) for part in PARTS.split(label)]
    named = [part for part in parts if part and any(name in part for name in accepted)]
    return tuple(named or [name for name in accepted if len(name) >= NAMED])[:WAYS]


def _where(label: str) -> str:
    return next((where for word, where in PEOPLE if label.endswith(word)), "")
