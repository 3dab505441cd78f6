"""Stations with golden keys, for reading golden files; their clock stands after the day those were made."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.desks import PASSPHRASE, TOWN, VILLAGE, Desk
from tests.stations import CHEAP
from zsapp.base.canonical import canonical
from zsapp.base.plain import to_plain
from zsapp.records.home import create_home
from zsapp.rules.station import StationProfile
from zsapp.services import credentials

GOLDEN = Path(__file__).parent
SAID: dict[str, Any] = json.loads((GOLDEN / "ways-1.json").read_text(encoding="utf-8"))
AFTER = date(2027, 1, 1)
CODES = {"town": TOWN, "village": VILLAGE}


def now() -> datetime:
    """Tell a moment after those of the golden files, whatever the clock of this machine says."""
    return datetime(2027, 1, 1, 2, tzinfo=UTC)


def golden_station(home: Path, tier: str, *, chain: bool = True) -> Desk:
    """Return the golden town or village, open and empty; it has its certificate when `chain` is wanted."""
    golden, code = SAID[tier], CODES[tier]
    profile = StationProfile(
        id=golden["station"], code=code, name="金本站", tier=tier, org=code, committee="金本站"
    )
    made = create_home(home, passphrase=PASSPHRASE, user="站长", station=profile.id, cost=CHEAP, now=now)
    with made.store.write() as writer:
        writer.save("station", profile.id, to_plain(profile), base_version=0, verb="init")
        writer.set_value(credentials.SIGN_KEY, bytes.fromhex(golden["sign"]))
        writer.set_value(credentials.BOX_KEY, golden["box"].encode())
        if chain:
            writer.set_value(credentials.CHAIN, canonical(golden["chain"]))
    desk = Desk(made.store, profile)
    desk.days.day = AFTER
    return desk
