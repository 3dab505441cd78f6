"""Checking a package (核对数据包): who may send us what, and where it belongs in a chain."""

from collections.abc import Callable

from zsapp.base.clock import CHINA
from zsapp.base.entry import SCHEMA
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.exchange.certificates import Certificate, Trust, Wrong, check_chain
from zsapp.exchange.crypto import suite
from zsapp.exchange.manifest import Letter, Manifest

WRONG = Wrong(foreign=Code.PACKAGE_FOREIGN, scope=Code.PACKAGE_SCOPE)


def check_sender(letter: Letter, trust: Trust, ours: Certificate) -> None:
    """Hold a package against what we believe: who may send us what.

    A real station takes nothing of a training station; a training station takes anybody's below its root.

    Raises:
        Refusal: PACKAGE_OWN, PACKAGE_TRAINING, PACKAGE_FOREIGN, PACKAGE_SCOPE, CERT_EXPIRED, CERT_REVOKED,
            PACKAGE_SUITE, PACKAGE_NOT_FOR_US.
    """
    sender, span = letter.chain[0], letter.span
    if letter.sender == ours.station:
        raise Refusal(Code.PACKAGE_OWN)
    if sender.subject.training and not ours.subject.training:
        raise Refusal(Code.PACKAGE_TRAINING)
    made_on = letter.made_at.astimezone(CHINA).date()
    check_chain(letter.chain, trust, WRONG, signed_on=made_on, up_to=(span.epoch, span.first))
    suite(letter.suite, trust.root.suites)
    if ours.station not in (one.station for one in letter.recipients):
        raise Refusal(Code.PACKAGE_NOT_FOR_US)
    if not ours.subject.training and not ours.contains(sender.subject.code, sender.subject.tier):
        raise Refusal(Code.PACKAGE_SCOPE, name=sender.name)


def check_schema(manifest: Manifest) -> None:
    """Hold the schema of the entries against this program's.

    Raises:
        Trouble: PACKAGE_NEWER.
    """
    if manifest.tally.schema > SCHEMA:
        raise Trouble(Code.PACKAGE_NEWER)


def check_place(letter: Letter, last: int, hash_at: Callable[[int], str]) -> bool:
    """Say whether a package brings anything new to a chain that ends here at seq `last`.

    `hash_at` gives the hash of the entry at a seq that is here, and the genesis hash at 0.

    Raises:
        Refusal: PACKAGE_GAP with the missing range, PACKAGE_FORKED when one seq has two entries.
    """
    span = letter.span
    if span.first > last + 1:
        raise Refusal(Code.PACKAGE_GAP, first=last + 1, last=span.first - 1)
    forked = hash_at(span.first - 1) != span.previous
    if forked or (span.last <= last and hash_at(span.last) != span.head):
        seq = span.first - 1 if forked else span.last
        raise Refusal(Code.PACKAGE_FORKED, name=letter.chain[0].name, seq=seq)
    return span.last > last
