"""What a dossier costs: 40 pages, papers drawn from the record and scanned pictures, bound within 3 s.

The clerk waits for it, so the bound is of seconds (issue 3); the quietest of several rounds counts.
"""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from tests.stations import acceptance_case, make_station
from zsapp.services.station import Station

ROUNDS, MOST_SECONDS, PAGES = 3, 3.0, 40


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    """Return a station with a case of twelve workers, its agreement printed, and photographs."""
    with make_station(tmp_path / "home", today=date(2026, 11, 23)) as opened:
        opened.mediation.import_case(acceptance_case("C03"))
        photo = tmp_path / "照片.jpg"
        Image.effect_noise((2400, 1600), 40).convert("RGB").save(photo, quality=80)
        for n in range(8):
            opened.dossier.add_scan("C03", photo, "证据材料", name=f"照片{n}")
        opened.paper.issue("F09", "C03")
        yield opened


def test_a_dossier_of_forty_pages_is_bound_within_three_seconds(station: Station) -> None:
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        bound = station.dossier.bind("C03")
        seconds.append(time.perf_counter() - start)
    print(f"dossier: {bound.pages} pages, {len(bound.pdf) / 1e6:.1f} MB, {min(seconds):.2f} s")  # noqa: T201 -- the figure is what the bench is for
    assert bound.pages >= PAGES
    assert min(seconds) <= MOST_SECONDS
