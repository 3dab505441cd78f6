"""Requests and certificates on a stick (U盘上的申请和证书): taken in with everything else that lies there.

A folder import looks for packages, acknowledgements, requests of stations below and answers to ours.
"""

from dataclasses import dataclass
from pathlib import Path

from zsapp.base.errors import Code, Refusal
from zsapp.exchange.removable import read_small
from zsapp.exchange.requests import ANSWER_SUFFIX, LARGEST, REQUEST_SUFFIX, read_asked
from zsapp.services.enrolment import Enrolment
from zsapp.services.issuing import CertificateView
from zsapp.services.request_list import GRANTED, WAITING, RequestView

SUFFIXES = (ANSWER_SUFFIX, REQUEST_SUFFIX)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTaken:
    """A request that waits for a person now."""

    file: Path
    request: RequestView


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateTaken:
    """Our new certificate; `news` is false when it was here already."""

    file: Path
    certificate: CertificateView
    news: bool


def take(enrolment: Enrolment, station: str, file: Path) -> RequestTaken | CertificateTaken:
    """Take in a request or an answer.

    Raises:
        Refusal: REQUEST_OWN, REQUEST_DONE, REQUEST_DAMAGED, REQUEST_SCOPE, REQUEST_KEY_OTHER, CERT_…;
            REQUEST_REFUSED.
        Trouble: FILE_MISSING, STICK_GONE, STICK_FAULT.
    """
    content = read_small(file, LARGEST)
    if file.suffix.lower() == ANSWER_SUFFIX:
        before = {one.serial for one in enrolment.certificates() if one.own}
        taken = enrolment.accept_bytes(content)
        return CertificateTaken(file=file, certificate=taken, news=taken.serial not in before)
    asked = read_asked(content)
    if asked.subject.station == station:
        raise Refusal(Code.REQUEST_OWN)
    if not asked.renews and enrolment.look_at(asked).same_key:  # it still lies there, from the first time
        raise Refusal(Code.REQUEST_DONE, name=asked.subject.name, state=GRANTED)
    request = enrolment.receive(content)
    if request.state != WAITING:
        raise Refusal(Code.REQUEST_DONE, name=request.name, state=request.state)
    return RequestTaken(file=file, request=request)
