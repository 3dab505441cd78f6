"""Enrolling over the network (联网入网): a request goes up, a person decides, the certificate comes down.

Who is not certified yet knows no root, and so believes no greeting: the hub is known by the fingerprint of
its TLS certificate, or by an authority, and the request by digits that are read out by telephone.
"""

from dataclasses import dataclass

from zsapp.base.canonical import read_canonical
from zsapp.base.errors import Code, Trouble
from zsapp.exchange import http_words as words
from zsapp.exchange.fields import Fields
from zsapp.exchange.http_line import Line, read_address
from zsapp.services.enrolment import Enrolment
from zsapp.services.issuing import CertificateView
from zsapp.services.upstream_talk import ACCEPTED, BUSY, OK, refusal_of


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What came of it: the certificate, or the digits to read out while nobody has decided."""

    certificate: CertificateView | None
    fingerprint: str = ""


def enrol_online(enrolment: Enrolment, station: str, hub: str, pin: str) -> Enrolled:
    """Ask a hub for our certificate, and install it once it is there.

    Raises:
        Refusal: HUB_ADDRESS; CERT_DAMAGED, CERT_NOT_OURS, CERT_ROOT_OTHER of what came down.
        Trouble: HUB_UNREACHABLE, HUB_PROXY, HUB_PIN, HUB_UNPINNED, HUB_CUT, HUB_BUSY, HUB_PORTAL,
            HUB_SAID_NO.
    """
    with Line(read_address(hub, pin)) as line:
        answer = line.ask("GET", f"{words.ENROLMENT}/{station}")
        if answer.status == ACCEPTED:
            asked = enrolment.request_bytes()
            answer = line.ask("POST", words.ENROLMENT, {"Content-Length": str(len(asked))}, [asked])
    if answer.status in BUSY:
        raise Trouble(Code.HUB_BUSY)
    if answer.status == OK:
        return Enrolled(enrolment.accept_bytes(answer.content))
    if answer.status != ACCEPTED:
        raise refusal_of(answer)
    try:
        digits = Fields(read_canonical(answer.content)).line("fingerprint")
    except (Trouble, ValueError) as fault:
        raise Trouble(Code.HUB_PORTAL) from fault
    return Enrolled(None, digits)
