"""The bureau's desk (司法局查看): stations by town, how long they have been silent, what is held, what came.

Counts and roles, never a party's name: the index upstream has none (D-56). Statistics are those of every
station, by the same desk.
"""

from dataclasses import dataclass
from datetime import date, datetime

from zsapp.base import clock
from zsapp.base.clock import CHINA
from zsapp.base.errors import Code, Refusal
from zsapp.exchange.certificates import Certificate
from zsapp.records.store import Head, Line, Reader
from zsapp.records.upstream_read import Receipt
from zsapp.records.upstream_store import UpstreamStore
from zsapp.rules.reporting import Asked, Report
from zsapp.rules.roles import EXCHANGE, Badge, Right
from zsapp.services import credentials
from zsapp.services.issuing import Issuing
from zsapp.services.request_list import RequestView
from zsapp.services.review import held_words
from zsapp.services.station import Station
from zsapp.services.tables import shipped_tables

__all__ = ["Bureau", "Code", "Receipt", "Refusal", "StationView", "Town"]

QUIET_DAYS = 14
"""Days without a word after which a station is said to be silent, unless told otherwise (editable)."""
MOST_CASES = 500
OWN_TOWN = "市本级"

BEHIND = "等候前面一笔改正"
NEVER, SILENT, HELD, REVOKED, GOOD = "从未上送", "静默", "有隔离", "证书已吊销", "正常"


@dataclass(frozen=True, slots=True, kw_only=True)
class StationView:
    """A station below. `last` is when something of it last came, `quiet` for how many days nothing has."""

    id: str
    name: str
    code: str
    tier: str
    last: datetime | None
    quiet: int
    held: int
    heads: tuple[Head, ...]
    until: date
    state: str

    @property
    def seq(self) -> int:
        """Up to which entry everything of its latest epoch is here."""
        return max(((one.epoch, one.seq) for one in self.heads), default=(0, 0))[1]

    @property
    def when(self) -> str:
        """When it was last heard of, for people."""
        return self.last.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if self.last else "—"


@dataclass(frozen=True, slots=True)
class Town:
    """A town and the stations in it."""

    name: str
    stations: tuple[StationView, ...]

    def counted(self, state: str) -> int:
        """Return how many of its stations are in a state."""
        return sum(one.state == state for one in self.stations)


@dataclass(frozen=True, slots=True)
class User:
    """Who is logged in at the bureau's page."""

    name: str
    badge: Badge

    def require(self, right: Right, sector: str) -> None:
        """Hold an act against the table of roles.

        Raises:
            Refusal: ROLE_MAY_NOT.
        """
        self.badge.require(right, sector)


class Bureau:
    """The desk."""

    def __init__(self, station: Station, store: UpstreamStore, issuing: Issuing) -> None:
        """Work on an open hub."""
        self._station = station
        self._store = store
        self._issuing = issuing

    @property
    def name(self) -> str:
        """The hub's station."""
        return self._station.profile.name

    def today(self) -> date:
        """Return the day."""
        return self._station.today()

    def backup(self) -> tuple[str, bool]:
        """Return what is to be said of the hub's backups, and whether somebody should see to it."""
        status = self._station.backups.status()
        if not status.place:
            return (
                "还没有选定备份的位置：启动联网接收时写明 --backup 文件夹，或在工作站程序的“备份”页选定",
                True,
            )
        return f"上次备份：{self._station.backups.said}", status.late or not status.there

    # --- users --------------------------------------------------------------------------------------------

    def log_in(self, user: str, passphrase: str) -> User:
        """Return who has given their passphrase; journalled under their name.

        Raises:
            Trouble: PASSPHRASE_WRONG, PASSPHRASE_WAIT, USER_UNKNOWN, USER_MISSING.
            Refusal: ROLE_MAY_NOT for somebody who may not see the exchange at all.
        """
        name = self._store.recognise(user.strip(), passphrase)
        found = self.user(name)
        found.require(Right.SEE, EXCHANGE)
        with self._store.write(name) as writer:
            writer.note("login", payload={"at": "bureau"})
        return found

    def user(self, name: str) -> User:
        """Return a user with the role as it is now."""
        role = next(one.role for one in self._station.accounts.all() if one.name == name)
        return User(name, Badge(role))

    # --- stations -----------------------------------------------------------------------------------------

    def towns(self, quiet_days: int = QUIET_DAYS) -> tuple[Town, ...]:
        """Return the stations below by town, those that need somebody's eye first."""
        regions = shipped_tables().regions
        found: dict[str, list[StationView]] = {}
        for one in self._views(quiet_days):
            region = regions.get(f"{one.code[:9]}000")
            found.setdefault(region.name if region else OWN_TOWN, []).append(one)
        return tuple(
            Town(name, tuple(sorted(stations, key=lambda one: (one.state == GOOD, one.code, one.id))))
            for name, stations in sorted(found.items())
        )

    def station(self, station: str, quiet_days: int = QUIET_DAYS) -> StationView:
        """Return one station.

        Raises:
            Refusal: CERT_UNKNOWN.
        """
        for one in self._views(quiet_days):
            if one.id == station:
                return one
        raise Refusal(Code.CERT_UNKNOWN, serial=station)

    def _views(self, quiet_days: int) -> tuple[StationView, ...]:
        with self._store.shelf() as shelf:
            seen = shelf.last_seen(clock.now())
        with self._store.read() as reader:
            held = [one.station for one in reader.held() if one.code]
            heads: dict[str, list[Head]] = {}
            for one in reader.stations():
                heads.setdefault(one.station, []).append(one.head)
            below = _below(reader)
            lists = credentials.read_revocations(reader)
            known = credentials.read_credentials(reader)
        return tuple(
            self._view(
                one,
                seen.get(station),
                tuple(heads.get(station, ())),
                held.count(station),
                quiet_days,
                revoked=lists.find_any(known.own.serials, one.serial) is not None,
            )
            for station, one in below.items()
        )

    @staticmethod
    def _view(
        one: Certificate,
        last: datetime | None,
        heads: tuple[Head, ...],
        held: int,
        quiet_days: int,
        *,
        revoked: bool,
    ) -> StationView:
        quiet = (clock.now() - last).days if last else 0
        states = {REVOKED: revoked, HELD: held > 0, NEVER: last is None, SILENT: quiet > quiet_days}
        return StationView(
            id=one.station,
            name=one.name,
            code=one.subject.code,
            tier=one.subject.tier,
            last=last,
            quiet=quiet,
            held=held,
            heads=heads,
            until=one.not_after,
            state=next((state for state, holds in states.items() if holds), GOOD),
        )

    def held(self, station: str) -> tuple[tuple[str, str], ...]:
        """Return what is held of a station: its place in the chain, and what is wrong in words."""
        with self._store.read() as reader:
            found = reader.held(station)
        return tuple(
            (f"第 {one.seq} 笔登记", held_words(one.code, one.where) if one.code else BEHIND) for one in found
        )

    def receipts(self, station: str = "", limit: int = 100) -> tuple[tuple[Receipt, str, str], ...]:
        """Return the last volumes that came: each with its station's name and what became of it."""
        with self._store.read() as reader:
            names = {one.station: one.name for one in credentials.read_known(reader)}
        with self._store.shelf() as shelf:
            found = shelf.receipts(station, limit)
        return tuple((one, names.get(one.sender, one.sender[-8:]), _why(one.code)) for one in found)

    # --- figures ------------------------------------------------------------------------------------------

    def table_b(self, asked: Asked) -> Report:
        """Return Table B over everything that has come."""
        return self._station.statistics.table_b(asked)

    def cases(self, ids: tuple[str, ...]) -> tuple[Line, ...]:
        """Return what is known of cases without opening them: number, kind, state, day."""
        return self._station.statistics.named(ids[:MOST_CASES])

    # --- requests for certificates ------------------------------------------------------------------------

    def requests(self) -> tuple[RequestView, ...]:
        """Return the requests for certificates, those that wait first."""
        return self._issuing.requests()

    def decide(self, user: User, station: str, *, grant: bool, reason: str = "") -> None:
        """Grant or refuse a request for a certificate, journalled under the name of whoever decides.

        Raises:
            Refusal: ROLE_MAY_NOT, REQUEST_NONE, REQUEST_SCOPE, REQUEST_KEY_OTHER, CERT_REASON_MISSING.
        """
        user.require(Right.ADMINISTER, EXCHANGE)
        if grant:
            self._issuing.grant(station)
        else:
            self._issuing.refuse(station, reason)
        with self._store.write(user.name) as writer:
            writer.note("decide_request", payload={"station": station, "granted": grant})


def _below(reader: Reader) -> dict[str, Certificate]:
    """Return the latest certificate of every station below, by station."""
    own = credentials.read_credentials(reader).own
    found: dict[str, Certificate] = {}
    for one in credentials.read_certificates(reader):
        below = own.contains(one.subject.code, one.subject.tier)
        if below and (one.station not in found or one.serial > found[one.station].serial):
            found[one.station] = one
    return found


def _why(code: str) -> str:
    """Return in words why a volume was not taken; nothing for one that was."""
    if code not in Code.__members__:
        return code
    said = Code[code].value
    return f"{said.remedy.partition('；')[0]}（{said.number}）" if "{" in said.sentence else said.sentence
