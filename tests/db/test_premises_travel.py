"""The premises and the roster of a village come to the town, photographs with them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from tests.desks import Three, three_desks
from zsapp.services.station import Station

SHEET = {
    "name": "龙瑞村公共法律服务工作室",
    "hours": [{"weekday": "周一", "opens": "9:00", "closes": "17:00"}],
}


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        yield desks


def test_the_town_sees_the_place_its_photographs_and_its_rate(three: Three, tmp_path: Path) -> None:
    village = Station(three.village.store)
    village.premises.take_in(SHEET)
    photo = tmp_path / "门面.png"
    Image.new("RGB", (8, 8), "white").save(photo)
    village.premises.add_photo(photo)
    village.duty.plan(date(2026, 3, 1))
    village.duty.mark(date(2026, 3, 2), opened=True)
    assert three.village.exchange.export(three.stick).attachments == 1
    (taken,) = three.town.exchange.import_path(three.stick).packages
    assert taken.attachments == 1
    town = Station(three.town.store)
    (kept,) = town.premises.all()
    assert kept.premises == village.premises.find().premises
    assert town.store.blobs.get(kept.premises.photos[0].sha256) == photo.read_bytes()
    (rate,) = town.duty.rates(date(2026, 3, 1), date(2026, 3, 1))
    assert (rate.org, rate.opened) == (village.profile.org, (date(2026, 3, 2),))
    assert town.duty.month(date(2026, 3, 1)).version == 0
