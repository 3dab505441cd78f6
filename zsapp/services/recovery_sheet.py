"""The recovery sheet (恢复码封存单): the code on paper, once, at set-up; the program keeps it nowhere."""

from zsapp.press import pdf
from zsapp.press.definition import find_form
from zsapp.press.pdf import Sheet
from zsapp.rules.recovery_sheet import RecoverySheet
from zsapp.rules.station import StationProfile
from zsapp.services.tables import shipped_tables

FORM = "station.recovery"


def recovery_sheet(profile: StationProfile, user: str, recovery: str) -> Sheet:
    """Return the sheet of a new station: nothing of it is stored, journalled or given a number.

    Raises:
        Refusal: GLYPH_MISSING.
        Trouble: FONT_UNUSABLE, FILE_MISSING.
    """
    values = RecoverySheet(
        station=profile.name,
        code=profile.code,
        user=user,
        made_on=profile.since,
        recovery=recovery,
        keeper=_keeper(profile),
    )
    return pdf.draw(find_form(FORM), values, mode="final")


def _keeper(profile: StationProfile) -> str:
    """Return who keeps the sealed envelope: the judicial office of the town, above it the city's bureau."""
    regions = shipped_tables().regions
    region = regions.get(profile.code)
    town = regions.get(region.parent) if region and region.level == "village" else region
    if town is None or town.level != "town":
        return "中山市司法局"
    return f"{town.name}司法所"
