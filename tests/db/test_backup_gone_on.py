"""Two machines of one station, each of which went on: what either writes next stands behind the other's."""

from pathlib import Path

from tests.db.test_backup_giving_back import CASES, agrees, back_up, carry, cloned, give, restored, three
from tests.desks import Desk, Three, open_desk
from zsapp.base import clock
from zsapp.base.errors import Code
from zsapp.services.arrivals import digests_of
from zsapp.services.backup_duties import BackupDuties
from zsapp.services.giving_back import GivingBack
from zsapp.services.relay import Relay

__all__ = ["cloned", "three"]


def test_the_old_machine_goes_on_behind_what_the_restored_one_has_sent_meanwhile(three: Three) -> None:
    back_up(three.village, three.folder / "disk")
    new = restored(three.folder / "disk", three.folder / "new")
    with new.store:
        new.save(CASES[1])
        carry(three, new)
    give(three)
    (taken,) = three.village.exchange.import_path(three.stick).given
    assert (taken.moved, taken.epoch) == (0, 3)
    for case in CASES[2:4]:
        three.village.save(case)
        carry(three, three.village)
    with three.village.store.read() as reader:
        assert reader.marks()["town_applied"].epoch == 3, "no answer is taken for yesterday's"
    assert agrees(three, three.village)


def digests(desk: Desk, station: str) -> object:
    with desk.store.read() as reader:
        return digests_of(reader, station)


def part(three: Three, above: Path) -> list[str]:
    """Send what a copied folder wrote to the city, what the first wrote to the town; return the copy's."""
    above.mkdir()
    with open_desk(three.folder / "clone").store as store:
        clone = Desk(store, three.village.profile)
        by_clone = [clone.save(CASES[2]), clone.save(CASES[3])]
        three.city.exchange.import_path(clone.exchange.export(above).file)
    for file in above.iterdir():
        file.unlink()
    three.village.save(CASES[4])
    carry(three, three.village)
    three.town.exchange.export(above)
    refused = three.city.exchange.import_path(above).refused
    assert {one.code for one in refused} <= {Code.PACKAGE_FORKED.name, Code.STATION_FORKED.name}
    return by_clone


def test_where_town_and_city_were_sent_two_lines_both_are_told_and_the_towns_counts(
    cloned: Three,
) -> None:
    three, above, station = cloned, cloned.folder / "above", cloned.village.store.station
    by_clone = part(three, above)
    assert [one.station for one in GivingBack(three.city.store).forks() if one.open] == [station]
    three.town.exchange.import_path(above)
    (fork,) = GivingBack(three.town.store).forks()
    assert (fork.station, fork.name, fork.open) == (station, three.village.profile.name, True)
    (duty,) = BackupDuties(three.town.store, three.town.profile).duties(clock.today())
    assert duty.title == f"{fork.name}疑有两台电脑在用同一份数据"
    assert len(Relay(three.town.store.home).waiting()) == 2, "nobody above has what it carries"
    GivingBack(three.town.store).decide(station)
    decided = GivingBack(three.city.store).decide(station)
    assert Path(decided.given).exists()
    three.town.exchange.export(above)
    assert three.city.exchange.import_path(above).refused == ()
    file = Path(decided.given)
    (taken,) = three.village.exchange.import_path(file).given
    assert (taken.moved, taken.entries, taken.epoch) == (0, 2, 2)
    (again,) = three.village.exchange.import_path(file).given
    assert (again.entries, again.epoch) == (0, 2), "once is enough"
    carry(three, three.village)
    three.town.exchange.export(above)
    assert three.city.exchange.import_path(above).refused == ()
    said = [digests(one, station) for one in (three.village, three.town, three.city)]
    assert said.count(said[0]) == 3
    with three.city.store.read() as reader:
        assert set(by_clone) <= set(reader.ids("mediation")), "what only the city had is not lost"
        assert reader.index_faults() == ()
