"""What the scoreboard counts, gathered (统计取数): records, rosters, duty, batches of a station's area.

Read from the records that whoever is logged in may see; nobody looks at a restricted one by that (D-41).
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from zsapp.base.canonical import read_canonical
from zsapp.base.clock import CHINA, read_stamp
from zsapp.base.plain import from_plain
from zsapp.records.store import Reader, Store
from zsapp.rules import adviser, duty_roster, premises
from zsapp.rules.desk_record import VOID
from zsapp.rules.duty_roster import DutyMonth, opening_rates
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.legal_aid import SECTOR as INTAKES
from zsapp.rules.legal_aid import STATES as AID_STATES
from zsapp.rules.legal_aid import LegalAidIntake
from zsapp.rules.legal_aid_facts import Situation
from zsapp.rules.legal_aid_ledger import AidLine, aid_line
from zsapp.rules.mediation import SECTOR as CASES
from zsapp.rules.premises import Premises
from zsapp.rules.reporting import Period
from zsapp.rules.scoreboard_pool import Batch, Entry, Pool
from zsapp.rules.station import StationProfile
from zsapp.services import credentials
from zsapp.services.tables import shipped_tables

BATCHES = ("import", "export")
MOST = 100_000
"""Batches looked at: a town takes some thousands a year."""


def places_of(profile: StationProfile) -> dict[str, tuple[str, ...]]:
    """Return the places that a figure is told by, with their codes: towns, villages, or itself."""
    regions, own = shipped_tables().regions, profile.code
    below = [one for one in regions.values() if one.parent == own]
    if not below:
        return {profile.name: (own,)}
    found: dict[str, tuple[str, ...]] = {}
    for one in below:
        inner = tuple(each.code for each in regions.values() if each.parent == one.code)
        name = one.short_name or one.name
        found[name if name not in found else f"{name}（{one.code}）"] = (one.code, *inner)
    return found


def villages_of(profile: StationProfile) -> tuple[str, ...]:
    """Return the villages of a station's area; its own code where the table knows none."""
    regions = shipped_tables().regions
    codes = (code for codes in places_of(profile).values() for code in codes)
    return tuple(one for one in codes if one not in regions or regions[one].level == "village")


def gather(store: Store, profile: StationProfile, today: date, period: Period) -> Pool:
    """Return everything that counts for a period."""
    with store.read() as reader:
        kept = {key: _day(at) for key, at in reader.first_kept().items()}
        read = partial(_records, reader, kept=kept)
        entries = {sector: _within(read(sector), period) for sector in SERVICES if sector != adviser.ROSTER}
        entries[CASES] = tuple(_cases(reader, period, profile, kept))
        aid, aid_places = _intakes(reader, period, today)
        entries[INTAKES] = tuple(
            Entry(key, aid_places[key], one.received_on, kept.get(key), None)
            for key, one in aid.items()
            if one.received_on is not None
        )
        rosters = tuple(read(adviser.ROSTER))
        duty = tuple(_things(reader, duty_roster.SECTOR, DutyMonth))
        premised = frozenset(one.org for one in _things(reader, premises.SECTOR, Premises))
        batches = tuple(_batches(reader, period, profile))
    return Pool(
        period=period,
        today=today,
        tables=shipped_tables(),
        villages=villages_of(profile),
        entries=entries,
        aid=aid,
        aid_places=aid_places,
        rosters=rosters,
        premises=premised,
        duty=opening_rates((one for one in duty if one.month and _meets(one.month, period)), today),
        batches=batches,
    )


def _day(stamp: str) -> date:
    return read_stamp(stamp).astimezone(CHINA).date()


def _records(reader: Reader, sector: str, *, kept: Mapping[str, date]) -> Iterator[Entry]:
    """Yield the records of a service that are not void, with their days."""
    row = SERVICES[sector]
    states = tuple(one for one in row.states if one != VOID)
    for key, record in reader.judged(sector, states, lambda payload: from_plain(row.shape, payload)).items():
        if record.date is not None:
            yield Entry(key, record.org, record.date, kept.get(key), record)


def _within(found: Iterator[Entry], period: Period) -> tuple[Entry, ...]:
    return tuple(one for one in found if period.first <= one.day <= period.last)


def _cases(
    reader: Reader, period: Period, profile: StationProfile, kept: Mapping[str, date]
) -> Iterator[Entry]:
    """Yield the mediation cases accepted in a period: for the ledger's timeliness and the silent months."""
    for key, committee, day in reader.lines(
        ("committee", "accepted_on"), "accepted", period.first, period.last
    ):
        place = region_named(committee) or profile.code
        yield Entry(key, place, date.fromisoformat(str(day)), kept.get(key), None)


def region_named(committee: str) -> str:
    """Return the code of the village or town that a committee's name names, the empty text for none."""
    regions = shipped_tables().regions.values()
    towns = [one for one in regions if one.level == "town" and one.name in committee]
    if not towns:
        return ""
    town = max(towns, key=lambda one: len(one.name))
    rest = committee.partition(town.name)[2]
    villages = [
        one for one in regions if one.parent == town.code and one.short_name and one.short_name in rest
    ]
    return max(villages, key=lambda one: len(one.short_name)).code if villages else town.code


def _intakes(reader: Reader, period: Period, today: date) -> tuple[dict[str, AidLine], dict[str, str]]:
    """Return the lines of the intakes received in a period, and where each was received."""
    tables = shipped_tables()

    def told(payload: dict[str, Any]) -> tuple[AidLine, str] | None:
        intake = from_plain(LegalAidIntake, payload)
        day = intake.received.date
        if intake.void or day is None or not period.first <= day <= period.last:
            return None
        return aid_line(Situation(intake, tables, today)), intake.received.org

    found = reader.judged(INTAKES, AID_STATES, told)
    return {key: line for key, (line, _) in found.items()}, {key: org for key, (_, org) in found.items()}


def _things(reader: Reader, sector: str, shape: type[Any]) -> Iterator[Any]:
    """Yield the records of a sector that has no states."""
    yield from reader.judged(sector, ("",), lambda payload: from_plain(shape, payload)).values()


def _meets(month: date, period: Period) -> bool:
    return (
        (period.first.year, period.first.month)
        <= (month.year, month.month)
        <= (
            period.last.year,
            period.last.month,
        )
    )


def _batches(reader: Reader, period: Period, profile: StationProfile) -> Iterator[Batch]:
    """Yield the packages of a period, and of the days after it in which its last month is sent in time."""
    late = period.last + timedelta(days=int(shipped_tables().limits["report_day"]))
    codes = {one.station: one.subject.code for one in credentials.read_certificates(reader)}
    for entry in reader.noted(BATCHES, MOST):
        day = _day(entry.header.at)
        if entry.header.record_id or entry.payload is None or not period.first <= day <= late:
            continue
        told = read_canonical(entry.payload)
        place = codes.get(str(told.get("sender", "")), profile.code)
        yield Batch(str(told["package"]), place, day, faulty=bool(told.get("held")))
