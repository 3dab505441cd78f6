"""The list of requests (证书申请名单): who asked this station for a certificate, and what became of it.

One request for each station, its last. The same request again (by another stick, in the next package) changes
nothing: requests are signed without a moment, so the same one has the same bytes.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal

from zsapp.base import clock
from zsapp.base.canonical import Plain, canonical, read_canonical
from zsapp.base.clock import stamp
from zsapp.base.errors import Refusal
from zsapp.exchange.certificates import TAIL, Certificate, Subject, check_scope
from zsapp.exchange.manifest import Letter
from zsapp.exchange.requests import Asked, fingerprint, read_asked
from zsapp.records.store import Reader, Writer
from zsapp.services import credentials
from zsapp.services.credentials import Credentials

KEY = "exchange/requests"
Way = Literal["U盘", "数据包", "网络"]
State = Literal["等待批准", "已批准", "已拒绝"]
WAITING: State = "等待批准"
GRANTED: State = "已批准"
REFUSED: State = "已拒绝"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A request on the list. `came` is a moment, UTC; `way` how it came; `reason` why it was refused."""

    asked: Asked
    came: str
    way: str
    state: State = WAITING
    reason: str = ""

    @property
    def subject(self) -> Subject:
        """Who asks."""
        return self.asked.subject


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """A request as shown. `same_key` says that its key has been certified before; `what` what it is for.

    `others` are the stations of the same place that were certified here and that nobody took the place of:
    one of them may be the computer that this one replaces, which its clerk cannot tell by id.
    """

    station: str
    name: str
    code: str
    tier: str
    fingerprint: str
    what: str
    came: str
    way: str
    state: str
    reason: str
    same_key: bool
    replaces: str
    others: tuple[str, ...] = ()


def read_list(reader: Reader) -> dict[str, Listed]:
    """Return the requests, by station."""
    content = reader.value(KEY)
    plain: dict[str, Plain] = read_canonical(content) if content else {}
    return {
        station: Listed(
            asked=read_asked(one["content"].encode()),
            came=one["came"],
            way=one["way"],
            state=one["state"],
            reason=one["reason"],
        )
        for station, one in plain.items()
    }


def put(writer: Writer, listed: Listed) -> None:
    """Put a request in the place of the station's last one."""
    table = {**read_list(writer), listed.subject.station: listed}
    plain = {
        station: {
            "content": one.asked.content.decode(),
            "came": one.came,
            "way": one.way,
            "state": one.state,
            "reason": one.reason,
        }
        for station, one in table.items()
    }
    writer.set_value(KEY, canonical(plain))


def mark(writer: Writer, station: str, state: State, reason: str) -> None:
    """Say what became of a station's request, if it is on the list."""
    listed = read_list(writer).get(station)
    if listed is not None:
        put(writer, replace(listed, state=state, reason=reason))


def keep(writer: Writer, known: Credentials, asked: Asked, way: Way) -> Listed:
    """Put a request on the list and return it as it stands there; the same one again changes nothing.

    Raises:
        Refusal: REQUEST_SCOPE.
    """
    check_scope(asked.subject, known.own)
    before = read_list(writer).get(asked.subject.station)
    if before is not None and before.asked.content == asked.content:
        return before
    listed = Listed(asked=asked, came=stamp(clock.now()), way=way)
    put(writer, listed)
    return listed


def keep_granted(writer: Writer, asked: Asked) -> None:
    """Keep a request that was granted, listed before or not: its file may lie on the stick for long."""
    before = read_list(writer).get(asked.subject.station)
    listed = before or Listed(asked=asked, came=stamp(clock.now()), way="U盘")
    put(writer, replace(listed, asked=asked, state=GRANTED, reason=""))


def keep_from_package(writer: Writer, known: Credentials, letter: Letter) -> None:
    """Put the requests that travel in a package on the list: its sender's own alone, if we certified it.

    One that is not what it should be is passed over: the package it came with is good.
    """
    sender = letter.chain[0]
    if sender.issuer not in known.own.serials:
        return
    for text in letter.requests:
        with suppress(Refusal):
            asked = read_asked(text.encode())
            told = asked.subject.station, asked.subject.sign_key
            if told == (sender.station, sender.subject.sign_key) and not _is_answered(writer, known, asked):
                keep(writer, known, asked, "数据包")


def _is_answered(reader: Reader, known: Credentials, asked: Asked) -> bool:
    """Say whether a certificate has been issued here that renews the one which the request says will end."""
    return any(asked.renews in one.renews for one in issued_to(reader, known.own, asked.subject.station))


def issued_to(reader: Reader, issuer: Certificate, station: str) -> tuple[Certificate, ...]:
    """Return the certificates that were issued here to a station, the latest first."""
    found = (one for one in credentials.read_certificates(reader) if one.station == station)
    ours = [one for one in found if one.issuer in issuer.serials and not one.is_root]
    return tuple(sorted(ours, key=lambda one: one.serial, reverse=True))


def view_of(reader: Reader, listed: Listed) -> RequestView:
    """Return a request as shown."""
    subject = listed.subject
    known = {one.subject.sign_key for one in credentials.read_known(reader) if one.station == subject.station}
    return RequestView(
        station=subject.station,
        name=subject.name,
        code=subject.code,
        tier=subject.tier,
        fingerprint=fingerprint(subject),
        what=_what(reader, listed.asked),
        came=listed.came,
        way=listed.way,
        state=listed.state,
        reason=listed.reason,
        same_key=subject.sign_key in known,
        replaces=listed.asked.replaces,
        others=_others(reader, subject) if not listed.asked.replaces else (),
    )


def _others(reader: Reader, subject: Subject) -> tuple[str, ...]:
    """Return the stations of a newcomer's place that we certified; none once it is certified itself."""
    own = credentials.read_credentials(reader).own
    ours = [one for one in credentials.read_certificates(reader) if one.issuer in own.serials]
    same = {one.station for one in ours if one.subject.place == subject.place}
    left = sorted(one for one in same if reader.heir_of(one) == one)
    return () if subject.station in same else tuple(left)


def _what(reader: Reader, asked: Asked) -> str:
    """Return what a request is for; of a station that was taken back also why: a thief asks too."""
    if asked.replaces:
        return f"更换电脑（原工作站 {asked.replaces[-TAIL:]}）"
    own = credentials.read_credentials(reader).own
    issued = issued_to(reader, own, asked.subject.station)
    lists = credentials.read_revocations(reader)
    revoked = lists.find_any(own.serials, issued[0].serial) if issued else None
    if revoked is not None:
        return f"证书吊销后重新申请（吊销原因：{revoked.reason or '没有写明'}）"
    return "续期" if asked.renews else "首次入网"
