"""Agreements in the store (协议): their numbers, the paper that was signed, nothing signed is changed.

Steps of the desk of mediation, within its transactions. D-15, D-28.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from zsapp.base.canonical import canonical, read_canonical
from zsapp.base.entry import Entry
from zsapp.base.errors import Code, Refusal
from zsapp.base.plain import from_plain, to_plain
from zsapp.records.store import Reader, Stored, Writer
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_agreement import Signed
from zsapp.rules.mediation_facts import is_oral
from zsapp.rules.mediation_versions import differing, has_number, hold_signed, version_number, wording
from zsapp.rules.station import StationProfile, number_parts
from zsapp.services.numbers import next_number

AGREEMENT = "mediation.agreement"
SIGNING, UNSIGNING = "sign", "unsign"
"""The acts that alone make a signed version, and take the last one back."""


def agreement_numbered(writer: Writer, case: Case, profile: StationProfile, today: date) -> Case:
    """Return a case whose agreement has its printed number (brief §2.3).

    An oral one counts apart; a change takes the first one's with 之一; else it is the volume's when of the
    same year (D-15), or the next of its own.

    Raises:
        Trouble: NUMBERS_SPENT, NUMBERS_UNSET.
    """
    if has_number(case):
        return case
    year = (case.dates.agree or today).year
    parts = number_parts(case.volume_no)
    if number := version_number(case):
        return replace(case, agreement_no=number)
    if is_oral(case):
        return replace(case, agreement_no=next_number(writer, case.committee, year, profile, oral=True))
    same = parts is not None and parts[0] == year
    return replace(
        case, agreement_no=case.volume_no if same else next_number(writer, case.committee, year, profile)
    )


def terms_digest(one: Signed) -> str:
    """Return the hash of what a signed version says: its prints are known by it."""
    return hashlib.sha256(canonical(to_plain(wording(one.terms)))).hexdigest()


def hold_stored(stored: Stored | None, case: Case, verb: str) -> None:
    """Hold a case about to be kept against what is signed of it.

    Raises:
        Refusal: AGREEMENT_SIGNED at the item that was changed, REASON_MISSING for a change without one.
    """
    if verb in (SIGNING, UNSIGNING):
        return
    kept: list[dict[str, Any]] = stored.payload.get("signed", []) if stored else []
    if kept or case.signed:
        hold_signed(tuple(from_plain(Signed, one) for one in kept), case)


def on_signed_paper(reader: Reader, record_id: str, case: Case) -> Case:
    """Return a case just signed, with the hash of the final print that was signed; without one: by hand.

    Raises:
        Refusal: PRINT_OLDER at what was changed since that print.
    """
    history = reader.history(record_id)
    printed = next(_prints(history), None)
    if printed is None:
        return case
    facts = read_canonical(printed.payload or b"{}")
    version = int(facts["version"])
    whole = (one for one in history if one.header.version == version and one.payload is not None)
    for entry in whole:
        before = from_plain(Case, read_canonical(entry.payload or b"{}"))
        if changed := differing(before, case):
            raise Refusal(Code.PRINT_OLDER, field=changed[0])
    last = replace(case.signed[-1], paper=str(facts["sha256"]))
    return replace(case, signed=(*case.signed[:-1], last))


def _prints(history: tuple[Entry, ...]) -> Iterator[Entry]:
    """Give the final prints of the agreement since it was signed last, latest first.

    A signing that was taken back is none.
    """
    slips = 0
    for entry in reversed(history):
        verb = entry.header.verb
        if verb == UNSIGNING:
            slips += 1
        elif verb == SIGNING and not slips:
            return
        elif verb == SIGNING:
            slips -= 1
        elif verb == "print" and entry.payload is not None:
            facts = read_canonical(entry.payload)
            if facts.get("form") == AGREEMENT and "agreement" not in facts:
                yield entry
