"""Stations below (下级工作站): whom this station has below it, and whose records it reviews."""

from zsapp.exchange.certificates import TIERS, Certificate
from zsapp.records.store import Reader
from zsapp.services import credentials


def stations_below(reader: Reader) -> dict[str, Certificate]:
    """Return the latest certificate of every station below us."""
    own = next(iter(credentials.read_own_chain(reader) or ()), None)
    known = sorted(credentials.read_certificates(reader), key=lambda one: one.serial)
    return {one.station: one for one in known if own and own.contains(one.subject.code, one.subject.tier)}


def reviewed_stations(reader: Reader) -> dict[str, Certificate]:
    """Return the stations directly below: of the next tier, or certified by ourselves."""
    own = next(iter(credentials.read_own_chain(reader) or ()), None)
    order = list(TIERS)
    return {
        station: one
        for station, one in stations_below(reader).items()
        if own
        and (one.issuer == own.serial or order.index(own.subject.tier) - order.index(one.subject.tier) == 1)
    }
