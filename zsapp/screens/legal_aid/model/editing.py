"""Editing an application (编辑): what typing one item brings about, and what is kept of it.

Birthday and sex from an identity number, an amount in words, sums of months; the list of documents follows
the rows in which they are written with copies and pages. Pure functions over frozen intakes.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from zsapp.base.items import Thing
from zsapp.rules.legal_aid import LegalAidIntake
from zsapp.rules.legal_aid_parts import AidFile, Applicant, FamilyMember
from zsapp.rules.money import in_words
from zsapp.rules.people import birth_in, normalise_number, sex_in
from zsapp.screens.kit.paths import get_at, is_blank, join, parent_of, parts_of, path_of, remove_at, set_at

LISTS = ("respondent", "children")
"""Lists with a blank member at the end that is not kept."""
GROUPS = ("agent", "assets", "soldier")
"""Groups that are there only when something is in them."""
FILES = "files"
SEXES = {"男": "1", "女": "2"}
KINDS = ("wage", "biz", "prop", "transfer")
MONTH = ("family", "months")
PREFILLED = frozenset({"received", "origin"})
"""What a new application holds already: one with nothing else is not worth a draft."""


def opened(intake: LegalAidIntake) -> LegalAidIntake:
    """Return an intake as it is put before the clerk: each document has its row."""
    known = {one.name for one in intake.files}
    rows = tuple(AidFile(name=one) for one in intake.documents if one not in known)
    named = {one.name: one for one in (*intake.files, *rows)}
    listed = tuple(named[one] for one in dict.fromkeys(intake.documents))
    others = tuple(one for one in intake.files if one.name not in intake.documents)
    return replace(intake, files=(*listed, *others))


def trimmed(intake: LegalAidIntake) -> LegalAidIntake:
    """Return an intake as it is kept: blank rows and groups are dropped, bare rows are names and no more."""
    intake = opened(intake)  # one that was never put before the clerk has no rows yet
    kept: dict[str, Any] = {name: _filled(getattr(intake, name)) for name in LISTS}
    kept |= {name: None for name in GROUPS if is_blank(getattr(intake, name))}
    kept["family"] = tuple(
        replace(one, months=_filled(one.months)) for one in intake.family if not is_blank(one)
    )
    files = tuple(one for one in intake.files if one.name.strip())
    kept["documents"] = _documents(files, intake.documents)
    kept["files"] = tuple(one for one in files if not is_blank(one, frozenset({"name"})))
    return replace(intake, **kept)


def _documents(files: tuple[AidFile, ...], before: tuple[str, ...]) -> tuple[str, ...]:
    """Return the list of documents; one that was given twice in a file stays given twice."""
    names = tuple(one.name for one in files)
    return before if tuple(dict.fromkeys(before)) == names else names


def _filled(members: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(one for one in members if not is_blank(one))


def is_bare(intake: LegalAidIntake) -> bool:
    """Say whether nobody typed anything yet."""
    return is_blank(trimmed(intake), PREFILLED)


def edited(intake: LegalAidIntake, path: str, value: Any) -> LegalAidIntake:
    """Return the intake after one item was typed, with what follows from it."""
    before = get_at(intake, path)
    intake = set_at(intake, path, value)
    parts = parts_of(path)
    if path == "applicant.id_no":
        return replace(intake, applicant=_from_number(intake.applicant, str(before or "")))
    if path in ("applicant.name", "agent.name"):
        return _untied(intake, path, before)
    if path == "amount":
        return _worded(intake, before)
    if parts[0] == FILES:
        return _listed(intake)
    if len(parts) == 5 and (parts[0], parts[2]) == MONTH and parts[4] in KINDS:
        return _summed(intake, parts, before)
    return intake


def _from_number(applicant: Applicant, before: str) -> Applicant:
    """Fill birthday and sex from the number, unless the clerk had set them to something else himself."""
    number, old = normalise_number(applicant.id_no), normalise_number(before)
    birth, sex = birth_in(number), SEXES.get(sex_in(number), "")
    if birth is not None and applicant.birth in (None, birth_in(old)):
        applicant = replace(applicant, birth=birth)
    if sex and applicant.sex in ("", SEXES.get(sex_in(old), "")):
        applicant = replace(applicant, sex=sex)
    return applicant


def _untied(intake: LegalAidIntake, path: str, before: Any) -> LegalAidIntake:
    """Let a known person go whose name was typed over: not one character is the same."""
    holder = parent_of(path)
    if not before or not getattr(get_at(intake, holder), "person_id", ""):
        return intake
    kept = set(str(before)) & set(str(get_at(intake, path)))
    return intake if kept else set_at(intake, join(holder, "person_id"), "")


def _worded(intake: LegalAidIntake, before: Decimal | None) -> LegalAidIntake:
    """Write an amount in words, unless the clerk has written something else there."""
    if intake.amount_upper not in ("", in_words(before) if before is not None else ""):
        return intake
    return replace(intake, amount_upper="" if intake.amount is None else in_words(intake.amount))


def _listed(intake: LegalAidIntake) -> LegalAidIntake:
    """Let the list of documents follow their rows."""
    return replace(intake, documents=tuple(one.name for one in intake.files if one.name.strip()))


def _summed(intake: LegalAidIntake, parts: tuple[str | int, ...], before: Any) -> LegalAidIntake:
    """Add up the months of a member, unless the clerk has written another sum (R-22 tells the difference)."""
    where, kind = path_of(parts[:2]), str(parts[4])
    member: FamilyMember = get_at(intake, where)
    total = sum((getattr(one, kind) or Decimal(0) for one in member.months), Decimal(0))
    now = get_at(intake, path_of(parts)) or Decimal(0)
    if getattr(member, f"{kind}6") not in (None, total - now + (before or Decimal(0))):
        return intake
    return set_at(intake, f"{where}.{kind}6", total)


def added(intake: LegalAidIntake, path: str, member: Thing) -> LegalAidIntake:
    """Return the intake with one more member at the end of a list; the applicant's own row has his name."""
    if isinstance(member, FamilyMember) and member.relation == "0":
        member = replace(member, name=intake.applicant.name)
    return set_at(intake, path, (*(get_at(intake, path) or ()), member))


def removed(intake: LegalAidIntake, path: str) -> LegalAidIntake:
    """Return the intake without a list member."""
    intake = remove_at(intake, path)
    return _listed(intake) if parts_of(path)[0] == FILES else intake


def handed(intake: LegalAidIntake, name: str) -> LegalAidIntake:
    """Return the intake with one more document handed in."""
    if name in intake.documents:
        return intake
    blank = next((n for n, one in enumerate(intake.files) if not one.name.strip()), len(intake.files))
    files = (*intake.files[:blank], AidFile(name=name), *intake.files[blank:])
    return _listed(replace(intake, files=files))


def under(typed: LegalAidIntake, kept: LegalAidIntake) -> LegalAidIntake:
    """Return what was typed on top of what is kept by now: its steps, answers, number, reasons and scans."""
    scans = {one.name: one.sha256 for one in kept.files}
    files = tuple(replace(one, sha256=scans.get(one.name, one.sha256)) for one in typed.files)
    more = tuple(one for one in kept.files if one.sha256 and one.name not in {each.name for each in files})
    return _listed(
        replace(
            typed,
            files=(*files, *more),
            receipt_no=kept.receipt_no,
            restricted=kept.restricted,
            forwarded=kept.forwarded,
            center=kept.center,
            answers=kept.answers,
            supplement=kept.supplement,
            calls=kept.calls,
            visits=kept.visits,
            overrides=kept.overrides,
            void=kept.void,
        )
    )
