"""Checking (检查): what every check of a record is made of. Knows no single check.

A check is a small function over the record and a context that yields spots: where it fails, in what words.
Its law, severity, stage and what it reads are declared beside it (decision 24).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from zsapp.rules.committee import RosterMediator
from zsapp.rules.findings import OPEN, OVERRIDDEN, Finding, Severity, Stage
from zsapp.rules.mediation import Case
from zsapp.rules.names import private_use
from zsapp.rules.tables import Tables

REPLACEMENT = "\ufffd"
"""What decoders write where a character was lost."""


def plainly_printable(char: str) -> bool:
    """Say whether a character can be printed as far as the character alone tells: not lost, not private."""
    return char != REPLACEMENT and not private_use(char)


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """Another case in which a party of this one takes part (R69): its number, type, day, parties' names."""

    number: str
    dispute_type: str
    accepted_on: date | None
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a check knows besides the record.

    `number_taken`: another record carries this agreement number. `overrides`: rule to typed reason.
    `printable`: whether some print font has the character (the press supplies the real one).
    `roster`: the mediators of the case's committee, empty while none is on file (decision 23).
    `earlier`: other cases with a party of this one, newest first; not looked for while typing.
    """

    today: date
    stage: Stage
    tables: Tables
    number_taken: bool = False
    overrides: Mapping[str, str] = field(default_factory=dict)
    roster: tuple[RosterMediator, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    printable: Callable[[str], bool] = plainly_printable


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where a check fails. `severity` only where it differs from the check's own."""

    where: str
    message: str
    fix: str = ""
    severity: Severity | None = None
    state: str = OPEN
    reason: str = ""


Look = Callable[[Case, Context], Iterator[Spot]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check (检查项): its rule number, name, severity, basis, stage, what it reads, and how it looks."""

    rule: str
    name: str
    severity: Severity
    basis: str
    stage: Stage
    reads: tuple[str, ...]
    look: Look

    def findings(self, case: Case, context: Context) -> Iterator[Finding]:
        """Return what this check says; a recorded reason overrides every open spot."""
        reason = context.overrides.get(self.rule, "")
        for spot in self.look(case, context):
            yielded = bool(reason) and spot.state == OPEN
            yield Finding(
                rule=self.rule,
                severity=spot.severity or self.severity,
                message=spot.message,
                basis=self.basis,
                where=spot.where,
                state=OVERRIDDEN if yielded else spot.state,
                reason=reason if yielded else spot.reason,
                fix=spot.fix,
            )


def run_checks(checks: tuple[Check, ...], case: Case, context: Context) -> tuple[Finding, ...]:
    """Return the findings of all checks that speak at the context's stage: what stands first, worst first."""
    found = [
        one for check in checks if context.stage.reached(check.stage) for one in check.findings(case, context)
    ]
    return tuple(sorted(found, key=lambda one: (one.state != OPEN, one.severity.rank)))
