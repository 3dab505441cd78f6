"""Renewal (证书续期): when a certificate of our line ends, and asking for the next one in time.

The days of warning stand in the table of limits. From the first of them a request travels in every package,
until the new certificate is here: the old and the new one hold side by side, so that nothing waits.
"""

import logging
from dataclasses import dataclass, replace
from datetime import date

from zsapp.base.canonical import canonical, read_canonical
from zsapp.base.errors import Code, Refusal
from zsapp.exchange.certificates import (
    Certificate,
    Chain,
    Subject,
    Trust,
    Wrong,
    check_chain,
    make_request,
)
from zsapp.exchange.requests import Answered, fingerprint, read_answer
from zsapp.records.store import Reader, Store, Writer
from zsapp.services import credentials, escrow
from zsapp.services.credentials import Credentials
from zsapp.services.tables import shipped_tables

logger = logging.getLogger(__name__)

KEY = "exchange/renewal"
"""What was asked for: the serial that a person wants renewed before its time, and why we were refused."""

WARN = {"village": "cert_warn_village", "town": "cert_warn_town", "city": "cert_warn_city"}
"""The rows of the table of limits: how many days before its end a certificate is warned of."""

WRONG = Wrong(foreign=Code.CERT_DAMAGED, scope=Code.CERT_DAMAGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A certificate of our line that ends: our own, or one above us. `days` are left, below 0 once it has."""

    name: str
    own: bool
    root: bool
    last: date
    days: int
    refused: str

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.days < 0

    @property
    def words(self) -> str:
        """What is the matter and what to do, in a sentence or two."""
        whose = "本站证书" if self.own else f"上级“{self.name}”的证书"
        last = f"{self.last.year}年{self.last.month}月{self.last.day}日"
        when = f"已于{last}到期" if self.over else f"到{last}到期，还有{self.days}天"
        return f"{whose}{when}。{self._remedy}"

    @property
    def _remedy(self) -> str:
        if self.root:
            return "根证书由市级自己签发，请联系软件维护方更换全市的根证书"
        if not self.own:
            return "请提醒上级续办；上级办好后随回执带来，不用重装"
        if self.refused:
            return f"上级没有批准续期：{self.refused}。请打电话问清楚后再申请"
        if self.over:
            return "数据都在本机，没有丢失；请把续期申请写到U盘，交上级批准，装上新证书后再导出"
        return "续期申请会自动随数据包送给上级，批准后随回执带回；两张证书同时有效，不耽误工作"


def ending(reader: Reader, today: date) -> Ending | None:
    """Return the certificate of our line that ends first, once it is time to say so; None before."""
    chain, limits = credentials.read_own_chain(reader) or (), shipped_tables().limits
    near = [one for one in chain if (one.not_after - today).days <= limits[WARN[one.subject.tier]]]
    if not near:
        return None
    first = min(near, key=lambda one: one.not_after)
    return Ending(
        name=first.name,
        own=first is chain[0],
        root=first.is_root,
        last=first.not_after,
        days=(first.not_after - today).days,
        refused=read_refused(reader),
    )


def requests_for(reader: Reader, known: Credentials, today: date) -> tuple[str, ...]:
    """Return the request that a package carries: once it is time, or when a person has asked for it."""
    own, limits = known.own, shipped_tables().limits
    due = (own.not_after - today).days <= limits[WARN[own.subject.tier]]
    if own.is_root or not (due or _said(reader).get("asked") == own.serial):
        return ()
    return (make_request(own.subject, known.keys.sign, renews=own.serial).decode(),)


def ask(writer: Writer, own: Certificate) -> None:
    """Remember that a certificate shall be renewed, whenever it ends."""
    writer.set_value(KEY, canonical({"asked": own.serial}))


def read_refused(reader: Reader) -> str:
    """Return why our last request was refused, nothing when it was not."""
    return _said(reader).get("refused", "")


# --- the answer -------------------------------------------------------------------------------------------


def install(store: Store, writer: Writer, content: bytes, ours: Subject, day: date) -> Certificate | None:
    """Take in the answer to our request; return our certificate as it is now, None when we were refused.

    One that is not later than ours changes nothing: a stick may bring last year's.

    Raises:
        Refusal: CERT_DAMAGED, CERT_NOT_OURS, CERT_ROOT_OTHER, CERT_EXPIRED, CERT_REVOKED.
        Trouble: DISK_FULL, HOME_READ_ONLY.
    """
    answered, before = read_answer(content), credentials.read_own_chain(writer)
    _check_answer(writer, answered, ours, day)
    if answered.refused is not None:
        writer.set_value(KEY, canonical({**_said(writer), "refused": answered.refused.reason}))
        writer.note("request_refused", payload={"reason": answered.refused.reason})
        return None
    chain = answered.chain
    if before is None or _order(chain) > _order(before):
        credentials.write_own_chain(writer, chain)
        escrow.deposit(store, writer, chain[-1])
        writer.set_value(KEY, None)
        writer.note("enrol", payload={"serial": chain[0].serial, "issuer": chain[0].issuer})
        logger.info("certificate %s installed", chain[0].serial)
    else:
        chain = before
    credentials.keep_lists(writer, credentials.newer_lists(writer, answered.chain, answered.lists))
    return chain[0]


def _check_answer(reader: Reader, answered: Answered, ours: Subject, day: date) -> None:
    """Hold an answer against who we are and whom we believe; name and organisation may have changed since."""
    chain, subject, before = answered.chain, answered.chain[0].subject, credentials.read_own_chain(reader)
    if answered.refused is None:
        is_ours = subject == replace(ours, name=subject.name, org=subject.org)
    else:
        is_ours = answered.refused.station == ours.station
        is_ours = is_ours and answered.refused.fingerprint == fingerprint(ours)
    if not is_ours:
        raise Refusal(Code.CERT_NOT_OURS)
    if before is not None and before[-1].content != chain[-1].content:
        raise Refusal(Code.CERT_ROOT_OTHER)
    check_chain(chain, Trust(chain[-1], credentials.read_revocations(reader), day), WRONG)


def _order(chain: Chain) -> tuple[str, ...]:
    """Return what a later chain has more of: serials sort by the moment they were made."""
    return tuple(one.serial for one in chain)


def _said(reader: Reader) -> dict[str, str]:
    content = reader.value(KEY)
    said: dict[str, str] = read_canonical(content) if content else {}
    return said


def check_own(chain: Chain, trust: Trust, first: tuple[int, int]) -> None:
    """Hold our own line against the day and the lists, before anything is sent under it.

    `first` is epoch and seq of the first entry to be sent: what a revoked key is still good for may go.

    Raises:
        Refusal: CERT_OVER, CERT_ABOVE_OVER, CERT_OWN_REVOKED, and what else `check_chain` says.
    """
    own = chain[0]
    for one in chain:
        if trust.today > one.not_after:
            code = Code.CERT_OVER if one is own else Code.CERT_ABOVE_OVER
            raise Refusal(code, name=one.name, last=one.not_after)
    for above in chain[1:]:
        found = trust.revocations.find_any(above.serials, own.serial)
        if found is not None and not found.spares(*first):
            raise Refusal(Code.CERT_OWN_REVOKED, name=above.name, reason=found.reason or "没有写明原因")
    check_chain(chain, trust, WRONG, up_to=first)
