"""The hub (上级联网接收): a town's or the city's station behind an HTTPS door; the same services.

It is opened like any station, over home and tables together; the door (`zsapp/hub`) only carries bytes.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zsapp.base.errors import Code, Refusal
from zsapp.exchange import acknowledgement as acks
from zsapp.exchange import http_tls
from zsapp.exchange.certificates import Certificate, Chain
from zsapp.exchange.http_words import Greeting
from zsapp.exchange.requests import LARGEST as REQUEST_LARGEST
from zsapp.records.home import open_home
from zsapp.records.upstream_store import UpstreamStore
from zsapp.services import arrivals, credentials
from zsapp.services.backups import before_upgrade
from zsapp.services.hub_bureau import Bureau
from zsapp.services.hub_daily import Daily
from zsapp.services.hub_desk import Desk
from zsapp.services.hub_gate import Allowance, Gate
from zsapp.services.hub_home import make_hub
from zsapp.services.hub_inbox import LARGEST, Inbox
from zsapp.services.issuing import Issuing
from zsapp.services.relay import Relay
from zsapp.services.station import Station, logged_in

logger = logging.getLogger(__name__)

STRANGERS = 120
"""Requests in a minute from one address before anybody has said who they are."""


@dataclass(frozen=True, slots=True)
class Tls:
    """The certificate the hub answers under, its key, and its fingerprint."""

    cert: Path
    key: Path
    fingerprint: str

    @property
    def shown(self) -> str:
        """The fingerprint as it is read out by telephone."""
        return http_tls.shown(self.fingerprint)


def tls_of(home: Path, host: str, cert: Path | None = None, key: Path | None = None) -> Tls:
    """Return the certificate that was given, or the hub's own.

    Raises:
        Trouble: HUB_CERTIFICATE, DISK_FULL, HOME_READ_ONLY.
    """
    if cert is None or key is None:
        cert, key = http_tls.own_certificate(home, host)
    return Tls(cert, key, http_tls.fingerprint_of(cert, key))


class Hub:
    """An open hub."""

    def __init__(self, station: Station, store: UpstreamStore, tls: str) -> None:
        """Wire it over an open station; `tls` is the fingerprint of the certificate it answers under."""
        self.station = station
        self.store = store
        self.tls = tls
        self.gate = Gate(store, station.today)
        self.inbox = Inbox(store, station.exchange)
        self._issuing = Issuing(store, station.profile, station.today)
        self._relay = Relay(store.home)
        self.bureau = Bureau(station, store, self._issuing)
        self.desk = Desk(station)
        self.daily = Daily(station.backups)
        self.strangers = Allowance(STRANGERS)

    # --- stations -----------------------------------------------------------------------------------------

    def greeting(self, nonce: str) -> bytes:
        """Return the signed answer to a station's nonce.

        Raises:
            Refusal: CERT_MISSING before the hub has a certificate.
        """
        with self.store.read() as reader:
            known = credentials.read_credentials(reader)
        said = Greeting(
            chain=known.chain, nonce=nonce, challenge=self.gate.challenge(), tls=self.tls, largest=LARGEST
        )
        return said.sign(known.keys.sign)

    def acknowledgement(self, caller: Chain, station: str) -> bytes:
        """Return the acknowledgement to a station, as things stand now.

        A station above may ask for those below it, whose packages it carries.

        Raises:
            Refusal: REQUEST_NOT_YOURS.
        """
        to = self._asked(caller, station)
        own = self.station.profile.id
        last = self.inbox.last_answer(own, station)
        with self.store.read() as reader:
            known = credentials.read_credentials(reader)
            epoch = last.epoch if last else max(reader.head(station).epoch, 1)
            return arrivals.answer(reader, known, to, epoch, last)

    def _asked(self, caller: Chain, station: str) -> Certificate:
        if caller[0].station == station:
            return caller[0]
        with self.store.read() as reader:
            found = [one for one in credentials.read_certificates(reader) if one.station == station]
        below = [one for one in found if caller[0].contains(one.subject.code, one.subject.tier)]
        if not below:
            raise Refusal(Code.REQUEST_NOT_YOURS, name=station)
        return max(below, key=lambda one: one.serial)

    def down(self, caller: Chain, station: str) -> dict[str, bytes]:
        """Return name and content of what else waits for a station: certificates, answers from further above.

        Raises:
            Refusal: REQUEST_NOT_YOURS.
        """
        self._asked(caller, station)
        besides = acks.file_name(self.station.profile.id, station)
        found = {one.name: one.read_bytes() for one in self.inbox.down(station, besides)}
        return found | dict(self._relay.answers(station))

    def ask_to_enrol(self, content: bytes) -> str:
        """Put a request for a certificate on the list; return the digits to be read out by telephone.

        Raises:
            Refusal: REQUEST_DAMAGED, REQUEST_SCOPE, REQUEST_KEY_OTHER.
        """
        if len(content) > REQUEST_LARGEST:
            raise Refusal(Code.REQUEST_DAMAGED)
        return self._issuing.receive(content, "网络").fingerprint

    def enrolment_answer(self, station: str) -> bytes | None:
        """Return what was decided of a request, None while nobody has decided."""
        return self._issuing.answer(station)

    # --- the machine --------------------------------------------------------------------------------------

    def metrics(self) -> dict[str, int]:
        """Return what a watcher wants to know."""
        with self.store.shelf() as shelf:
            counted = shelf.counted()
            chains = shelf.chains()
            held = len(shelf.held())
        return {
            "stations": len({one.station for one in chains}),
            "entries": sum(one.head.seq for one in chains),
            **{f'records{{sector="{sector}"}}': count for sector, count in sorted(counted.items())},
            "held": held,
            "volumes_waiting": self.inbox.waiting(),
            "backup_days": -1 if (days := self.station.backups.status().days) is None else days,
        }

    def close(self) -> None:
        """Stop taking in, and close home and tables."""
        self.inbox.close()
        self.daily.close()
        self.station.close()


def open_hub(
    home: Path,
    *,
    passphrase: str,
    user: str = "",
    database: str = "",
    tls: Callable[[Path], str],
    today: date | None = None,
) -> Hub:
    """Open a station as a hub over the tables that a URL names, or over those of the last time.

    `tls` gives the fingerprint for its home. From then on every door opens the home over these tables.

    Raises:
        Refusal: UPSTREAM_URL; HUB_VILLAGE for a station that has nobody below it.
        Trouble: as `open_station`; UPSTREAM_UNREACHABLE, UPSTREAM_FAULT, STORE_NEWER.
    """
    store = open_home(home, passphrase=passphrase, user=user, before=before_upgrade)
    try:
        fingerprint = tls(home)
        made = make_hub(store, database)
    except BaseException:
        store.close()
        raise
    hub = Hub(logged_in(made, today, "login"), made, fingerprint)
    hub.inbox.start()
    hub.daily.start()
    return hub
