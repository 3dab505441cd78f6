"""Sending up over the network (联网上送): the same packages as on a stick, to the same receiver, both ways.

What is written into the outbox stays until the hub's signed acknowledgement covers it; so a broken line, a
restart or a full disk up there costs nothing, and the next press goes on where it broke off.
"""

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from zsapp.base.errors import Code, Refusal, Trouble, ZsError
from zsapp.base.files import disk_troubles, write_whole
from zsapp.base.progress import Progress
from zsapp.base.settings import read_settings, write_settings
from zsapp.exchange import acknowledgement as acks
from zsapp.exchange.http_line import Line, read_address
from zsapp.exchange.manifest import Manifest
from zsapp.exchange.package import open_package
from zsapp.records.store import Store
from zsapp.rules.roles import EXCHANGE, Right
from zsapp.services import credentials
from zsapp.services.dispatch import Exported
from zsapp.services.enrolment import Enrolment
from zsapp.services.exchange import Exchange, Imported
from zsapp.services.lacking import again_from
from zsapp.services.relay import Relay
from zsapp.services.upstream_enrolment import Enrolled, enrol_online
from zsapp.services.upstream_talk import Talk

logger = logging.getLogger(__name__)

WAIT = 20
"""Seconds the hub may take to apply what was just stored before we ask again."""
ROUNDS = 2
"""What broke off before goes first; then what has come since."""
QUIET = ("export", "acknowledge", "import", "login", "login_failed", "unlock")
"""Entries that are no reason to send by themselves: sending makes new ones each time."""
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """What a sync did. `seq` is up to where the hub's acknowledgement covers our journal; that is delivered.

    `sent` counts volumes and `bytes` what went over the line for them; `waiting` volumes are stored up there
    and not applied yet.
    """

    hub: str
    name: str
    exported: tuple[Exported, ...] = ()
    sent: int = 0
    bytes: int = 0
    waiting: int = 0
    seq: int = 0
    imported: Imported = Imported()


@dataclass(frozen=True, slots=True)
class _Volume:
    """A volume in the outbox."""

    path: Path
    manifest: Manifest

    @property
    def sender(self) -> str:
        return self.manifest.letter.sender


class Network:
    """The network desk of a station."""

    def __init__(
        self, store: Store, exchange: Exchange, enrolment: Enrolment, today: Callable[[], date]
    ) -> None:
        """Send for an open store, by its exchange desk."""
        self._store = store
        self._enrolment = enrolment
        self._exchange = exchange
        self._today = today
        self._relay = Relay(store.home)
        self._outbox, self._letters = store.home / "upward", store.home / "downward"

    def address(self) -> tuple[str, str]:
        """Return address and pin of the hub that was last reached; empty before there was one."""
        settings = read_settings(self._store.home)
        return settings.hub, settings.hub_pin

    def sync(self, hub: str = "", pin: str = "", progress: Progress | None = None) -> Synced:
        """Bring up what the hub has not acknowledged, and take in what comes down.

        Without an address it is the hub that was last reached; one that was reached is remembered. No pin is
        needed: the greeting is signed under the root that we believe, and names the certificate of the line.

        Raises:
            Refusal: HUB_ADDRESS, HUB_FOREIGN, CERT_MISSING, CERT_EXPIRED, CERT_REVOKED, EXPORT_RUNNING,
                CANCELLED, ROLE_MAY_NOT, RESTRICTED_WAITS.
            Trouble: HUB_UNREACHABLE, HUB_PROXY, HUB_PORTAL, HUB_PIN, HUB_CUT, HUB_BUSY, HUB_SAID_NO;
                DISK_FULL. Nothing counts as delivered that the hub has not acknowledged.
        """
        self._store.require(Right.EXPORT, EXCHANGE)
        hub, pin = (hub, pin) if hub else self.address()
        address, progress = read_address(hub, pin), progress or Progress()
        with self._store.read() as reader:
            known = credentials.read_credentials(reader)
            trust = credentials.read_trust(reader, known, self._today())
        progress.step(0, 0, "正在连接上级")
        with Line(address, greeted=True) as line:
            errand = _Errand(Talk(line, known, trust), known.own.station, progress)
            self._remember(hub.strip(), address.pin)
            self._hear(errand, 0)
            for _ in range(ROUNDS):
                if not self._send(errand):
                    break
                self._hear(errand, WAIT)
        logger.info("synced with %s: %d volumes, %d bytes", errand.talk.hub, errand.sent, errand.bytes)
        return errand.done()

    def enrol(self, hub: str = "", pin: str = "") -> Enrolled:
        """Ask a hub for our certificate, and install it once somebody there has granted it.

        Raises:
            Refusal, Trouble: as `enrol_online`.
        """
        hub, pin = (hub, pin) if hub else self.address()
        got = enrol_online(self._enrolment, self._store.station, hub, pin)
        self._remember(hub.strip(), read_address(hub, pin).pin)
        return got

    def _remember(self, hub: str, pin: str) -> None:
        settings = read_settings(self._store.home)
        if (settings.hub, settings.hub_pin) != (hub, pin):
            write_settings(self._store.home, replace(settings, hub=hub, hub_pin=pin))

    # --- up -----------------------------------------------------------------------------------------------

    def _send(self, errand: "_Errand") -> bool:
        """Bring up the outbox, filled first if it is empty; say whether there was anything."""
        volumes = self._waiting(errand)
        if not any(one.sender == errand.own for one in volumes) and self._has_news(errand.held):
            errand.exported.append(self._fill(errand))
            volumes = self._waiting(errand)
        for number, one in enumerate(volumes, 1):
            errand.put(one.path, f"第 {number}/{len(volumes)} 卷")
        errand.senders = {one.sender for one in volumes} | {errand.own}
        return bool(volumes)

    def _waiting(self, errand: "_Errand") -> list[_Volume]:
        """Return what has to go up of the outbox; what is acknowledged, or no whole package, is swept."""
        with disk_troubles(self._outbox):
            self._outbox.mkdir(mode=0o700, exist_ok=True)
        found = list(self._found())
        carried = {one.name for one in self._relay.waiting()}
        kept = []
        for one in found:
            letter = one.manifest.letter
            together = [two for two in found if two.manifest.letter.package == letter.package]
            whole = len(together) == one.manifest.volumes
            new = (letter.span.epoch, letter.span.last) > errand.held
            if (whole and new) if one.sender == errand.own else one.path.name in carried:
                kept.append(one)
            else:
                _drop(one.path)
        return sorted(kept, key=lambda one: (one.sender == errand.own, one.path.name))

    def _found(self) -> Iterator[_Volume]:
        for path in sorted(self._outbox.iterdir()):
            try:
                with open_package(path) as package:
                    yield _Volume(path, package.manifest)
            except ZsError:  # half written when the machine went off
                _drop(path)

    def _has_news(self, held: tuple[int, int]) -> bool:
        """Say whether anything was done that the hub does not hold, beside sending itself."""
        after = held[1] if held[0] == self._store.epoch else 0
        with self._store.read() as reader:
            entries = reader.entries(self._store.station, self._store.epoch, after)
            waits = bool(self._relay.waiting()) or _is_lost_above(again_from(reader), held)
            return waits or any(one.header.version or one.header.verb not in QUIET for one in entries)

    def _fill(self, errand: "_Errand") -> Exported:
        """Write a package into the outbox: the same export as onto a stick, after what the hub holds.

        Of an epoch the hub has not heard of, and those before it, the export itself knows what is open; so it
        does of what a station above the hub has lost.
        """
        with self._store.read() as reader:
            known = errand.held[0] == self._store.epoch and not _is_lost_above(
                again_from(reader), errand.held
            )

        def told(done: int, total: int, text: str) -> None:
            errand.progress.step(done, total, text.replace("U盘", "待发箱"))

        return self._exchange.export(
            self._outbox, since=errand.held[1] if known else None, progress=Progress(told)
        )

    # --- down ---------------------------------------------------------------------------------------------

    def _hear(self, errand: "_Errand", wait: int) -> None:
        """Take in the acknowledgements, and whatever else comes down; one that refuses a package drops it."""
        errand.progress.step(0, 0, "正在等候回执" if wait else "正在取回执")
        with disk_troubles(self._letters):
            self._letters.mkdir(mode=0o700, exist_ok=True)
            for left in self._letters.iterdir():
                left.unlink()
        for station in sorted(errand.senders, key=lambda one: one != errand.own):
            content, errand.waiting = errand.talk.acknowledgement(station, wait)
            name = acks.file_name(errand.talk.hub, station)
            write_whole(self._letters / name, content)
            self._follow(errand, content, name)
            for other, letter in errand.talk.down(station):
                if other != name:
                    write_whole(self._letters / other, letter)
        errand.heard(self._exchange.import_path(self._letters, progress=errand.progress))

    def _follow(self, errand: "_Errand", content: bytes, name: str) -> None:
        """Learn what the hub holds of us; a package it did not take is dropped, and made anew next time.

        Raises:
            Trouble: HUB_PORTAL for an acknowledgement that is not the hub's own.
        """
        try:
            ack = acks.read_acknowledgement(content, name)
        except Trouble as trouble:
            raise Trouble(Code.HUB_PORTAL) from trouble
        if ack.receiver.subject != errand.talk.greeting.chain[0].subject:
            raise Trouble(Code.HUB_PORTAL)
        if ack.sender == errand.own:
            errand.held = ack.epoch, ack.seq
        refused = {one.package for one in ack.refused}
        for one in self._found() if refused and self._outbox.is_dir() else ():
            if one.manifest.letter.package in refused:
                _drop(one.path)


class _Errand:
    """One sync under way."""

    def __init__(self, talk: Talk, own: str, progress: Progress) -> None:
        self.talk = talk
        self.own = own
        self.progress = progress
        self.exported: list[Exported] = []
        self.senders = {own}
        self.held = 0, 0
        self.sent = self.bytes = self.waiting = 0
        self._imported = Imported()

    def put(self, path: Path, words: str) -> None:
        """Bring up one volume."""
        with disk_troubles(path), path.open("rb") as source:
            digest = hashlib.file_digest(source, "sha256").hexdigest()
            size = path.stat().st_size
        if size > self.talk.greeting.largest:
            raise Refusal(Code.REQUEST_TOO_LARGE, size=size, most=self.talk.greeting.largest)
        went = self.talk.put(path, digest, lambda done: self.progress.step(done, size, f"正在上送{words}"))
        self.sent += 1
        self.bytes += went

    def heard(self, got: Imported) -> None:
        """Add what came down."""
        before = self._imported
        self._imported = Imported(
            packages=before.packages + got.packages,
            acknowledgements=before.acknowledgements + tuple(one for one in got.acknowledgements if one.news),
            certificates=before.certificates + got.certificates,
            refused=before.refused + got.refused,
        )

    def done(self) -> Synced:
        """Return what it did."""
        return Synced(
            hub=self.talk.hub,
            name=self.talk.name,
            exported=tuple(self.exported),
            sent=self.sent,
            bytes=self.bytes,
            waiting=self.waiting,
            seq=self.held[1],
            imported=self._imported,
        )


def _is_lost_above(again: tuple[int, int] | None, held: tuple[int, int]) -> bool:
    """Say whether a station above lacks what the hub holds."""
    return again is not None and again < held


def _drop(path: Path) -> None:
    with suppress(OSError):  # it is tried again with the next sync
        path.unlink(missing_ok=True)
