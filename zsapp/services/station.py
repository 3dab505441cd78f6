"""The station (工作站): set it up, open it, and find its desks.

`Station` wires the desks over one open store; it is what a door holds on to.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import TracebackType

from zsapp.base import clock
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.ids import new_id
from zsapp.base.plain import fit_to_keep, from_plain, to_plain
from zsapp.records.home import create_home, open_by_recovery, open_home
from zsapp.records.keys import KdfCost
from zsapp.records.rebuild import Report, examine
from zsapp.records.rebuild import rebuild as rebuild_index
from zsapp.records.store import Store
from zsapp.rules.functions import Function, functions_of, is_offered
from zsapp.rules.roles import Role
from zsapp.rules.station import (
    NUMBER_PATTERN,
    ORAL_PATTERN,
    SECTOR,
    TIERS,
    StationProfile,
    check_profile,
    short_name,
)
from zsapp.services.accounts import check_passphrase, first_account, log_in
from zsapp.services.backups import before_upgrade
from zsapp.services.desks import Desks
from zsapp.services.escrow import replace_codes
from zsapp.services.hub_known import with_tables
from zsapp.services.sending import leave
from zsapp.services.tables import shipped_functions, shipped_tables

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Setup:
    """What a new station is told: region code, name, tier; the rest follows and can be set by hand."""

    code: str
    name: str
    tier: str
    user: str = "站长"
    committee: str = ""
    short: str = ""
    training: bool = False


class Station(Desks):
    """An open station and its desks."""

    def __init__(self, store: Store, today: date | None = None, hindered: Trouble | None = None) -> None:
        """Wire the desks over an open store; `today` fixes the day the rules use (training and checks).

        `hindered` is what kept even the log-in from being saved: a door says so before anybody types.
        """
        self.hindered = hindered
        self._today = today
        super().__init__(store, _profile(store), self.today)

    def today(self) -> date:
        """Return the day the rules use."""
        return self._today or clock.today()

    def change_profile(self, profile: StationProfile) -> "Station":
        """Save the profile (name, committee, number pattern); return the station as it is now.

        The id, code and tier stay what they were at set-up: the certificate is bound to them. Blocks of
        numbers have their own desk.

        Raises:
            Refusal: STATION_NAME_MISSING, NUMBER_PATTERN_WRONG, and what could not be read again (D-07).
        """
        now = _profile(self.store)
        kept = replace(profile, id=now.id, code=now.code, tier=now.tier, blocks=now.blocks)
        kept = fit_to_keep(kept)
        check_profile(kept)
        with self.store.write() as writer:
            stored = writer.record(kept.id)
            writer.save(
                SECTOR, kept.id, to_plain(kept), base_version=stored.version if stored else 0, verb="save"
            )
        return Station(self.store, self._today)

    def set_aid_route(self, to: str) -> "Station":
        """Say where legal-aid applications are forwarded from now on: to the town, or the centre itself."""
        changed = self.change_profile(replace(_profile(self.store), aid_route=to))
        self.aid_course.route = to
        return changed

    def offers(self, name: str) -> bool:
        """Say whether a function is there at this tier, for whoever is logged in (rules/functions.py)."""
        return is_offered(shipped_functions(), name, self.profile.tier, self.store.badge)

    def functions(self) -> tuple[tuple[Function, str], ...]:
        """Return what this tier does and helps with, as far as whoever is logged in sees it."""
        return tuple(functions_of(shipped_functions(), self.profile.tier, self.store.badge))

    @property
    def user(self) -> str:
        """Who is logged in."""
        return self.store.user

    def users(self) -> tuple[str, ...]:
        """Return the names of all users."""
        return self.store.users()

    def add_user(self, name: str, passphrase: str, role: str = Role.MEDIATOR.value) -> None:
        """Add a user with a key slot of their own, journalled.

        Raises:
            Refusal: ROLE_MAY_NOT, PASSPHRASE_WEAK, USAGE for a role that is none.
        """
        self.accounts.add(name, passphrase, role)

    def change_passphrase(self, name: str, passphrase: str) -> None:
        """Change a user's passphrase: a slot is rewritten, never the database.

        Raises:
            Refusal: ROLE_MAY_NOT for another's, PASSPHRASE_WEAK.
            Trouble: USER_UNKNOWN.
        """
        self.accounts.change_passphrase(name, passphrase)

    def replace_recovery_code(self) -> str:
        """Return a new recovery code, to be printed and sealed; the old one is void from now on.

        Raises:
            Trouble: DISK_FULL, HOME_READ_ONLY, STORE_BEHIND.
        """
        return replace_codes(self.store)

    def examine(self, *, rebuild: bool = False) -> Report:
        """Hold journal, chain, index and blobs against each other; with `rebuild`, replay the index first.

        Raises:
            Trouble: STORE_DAMAGED, CHAIN_BROKEN.
        """
        report = rebuild_index(self.store) if rebuild else examine(self.store)
        return replace(report, last_backup=self.backups.said)

    def on_change(self, told: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Call back with the sectors touched, once after each commit; return what makes it stop."""
        return self.store.on_change(told)

    def close(self) -> None:
        """Close the store; the home may be opened again."""
        leave()
        self.store.close()

    def __enter__(self) -> "Station":
        """Return the station itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()


@dataclass(frozen=True, slots=True)
class Initialised:
    """A new station and its recovery code, which is shown once."""

    station: Station
    recovery: str


def init_station(
    home: Path, setup: Setup, *, passphrase: str, today: date | None = None, cost: KdfCost | None = None
) -> Initialised:
    """Make a station: encrypted store, first user, recovery slot, keys, profile; a city is its own root.

    Raises:
        Refusal: REGION_UNKNOWN, REGION_NOT_OF_TIER, PASSPHRASE_WEAK, TEXT_TOO_LONG and its like (D-07).
        Trouble: HOME_EXISTS, HOME_READ_ONLY, DISK_FULL; nothing is left behind.
    """
    profile = fit_to_keep(_first_profile(setup, today or clock.today()))
    check_passphrase(passphrase)
    created = create_home(home, passphrase=passphrase, user=setup.user, station=profile.id, cost=cost)
    with created.store.write() as writer:
        first_account(writer, setup.user)
        writer.save(SECTOR, profile.id, to_plain(profile), base_version=0, verb="init")
    station = Station(created.store, today)
    station.enrolment.make_keys()
    if setup.tier == "city":
        station.enrolment.make_root()
    logger.info("station %s made, tier %s", profile.id, profile.tier)
    return Initialised(station, created.recovery)


def open_station(home: Path, *, passphrase: str, user: str = "", today: date | None = None) -> Station:
    """Open a station; the log-in is journalled.

    Raises:
        Trouble: HOME_MISSING, PASSPHRASE_WRONG, USER_UNKNOWN, HOME_IN_USE, STORE_DAMAGED, STORE_NEWER …
    """
    store = open_home(home, passphrase=passphrase, user=user, before=before_upgrade)
    return logged_in(with_tables(store), today, "login")


def recover_station(
    home: Path, *, code: str, user: str, passphrase: str, today: date | None = None
) -> Station:
    """Open a station by its recovery code and give `user` a new passphrase.

    Raises:
        Trouble: RECOVERY_WRONG and as `open_station`.
        Refusal: PASSPHRASE_WEAK.
    """
    check_passphrase(passphrase)
    store = open_by_recovery(home, code=code, user=user, new_passphrase=passphrase, before=before_upgrade)
    return logged_in(with_tables(store), today, "recover_escrow" if store.by_escrow else "recover")


def logged_in(store: Store, today: date | None, verb: str) -> Station:
    """Return the station of an open store, the log-in journalled; the store is closed when it cannot be."""
    try:
        hindered = log_in(store, verb)
    except Trouble:
        store.close()
        raise
    return Station(store, today, hindered)


def _profile(store: Store) -> StationProfile:
    with store.read() as reader:
        stored = reader.record(store.station)
    if stored is None:
        raise Trouble(Code.STORE_DAMAGED)
    return from_plain(StationProfile, stored.payload)


def _first_profile(setup: Setup, today: date) -> StationProfile:
    regions = shipped_tables().regions
    region = regions.get(setup.code)
    if setup.tier not in TIERS:
        raise Refusal(Code.USAGE, field="tier", what=f"层级应为 {'、'.join(TIERS)}")
    if region is None:
        raise Refusal(Code.REGION_UNKNOWN, field="code", region=setup.code)
    if region.level != setup.tier:
        raise Refusal(Code.REGION_NOT_OF_TIER, field="code", name=region.name, tier=setup.tier)
    parent = regions.get(region.parent)
    town = parent.short_name if parent and setup.tier == "village" else region.short_name
    village = region.short_name if setup.tier == "village" else ""
    return StationProfile(
        id=new_id(),
        code=setup.code,
        name=setup.name.strip() or f"{town}{village}公共法律服务工作室",
        tier=setup.tier,
        org=setup.code,
        committee=setup.committee or _committee(setup.tier, town, village),
        short=setup.short or short_name(town, village),
        number_pattern=NUMBER_PATTERN,
        oral_pattern=ORAL_PATTERN,
        training=setup.training,
        since=today,
    )


def _committee(tier: str, town: str, village: str) -> str:
    return "" if tier == "city" else f"中山市{town}{village}人民调解委员会"
