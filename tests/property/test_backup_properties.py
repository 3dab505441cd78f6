"""Whatever was written: a backup restored is equal, and with what the town gives back both agree again."""

import random
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.desks import PASSPHRASE, TOWN, VILLAGE, Desk, Three, open_desk, plain_cases, three_desks
from zsapp.base import clock
from zsapp.base.entry import check_chain
from zsapp.records.backup import Asked, make_backup
from zsapp.records.backup_file import HAND, backups_in
from zsapp.records.restoring import Secret, restore_home
from zsapp.rules.roles import RESTORE
from zsapp.services.arrivals import digests_of
from zsapp.services.giving_back import GivingBack

ACTS = ("new", "change", "print", "send", "draft", "blob")


def act(three: Three, village: Desk, name: str, dice: random.Random, known: list[str]) -> None:
    """Do one thing at the village."""
    if name == "new" or not known:
        known.append(village.save(dice.choice(plain_cases())))
    elif name == "change":
        village.save({**plain_cases()[0], "brief": f"改过{dice.random()}"}, dice.choice(known))
    elif name == "print":
        village.print(dice.choice(known), dice.randbytes(300))
    elif name == "blob":
        village.store.blobs.put(dice.randbytes(300))
    elif name == "draft":
        with village.store.write() as writer:
            writer.put_draft(known[0], "mediation", plain_cases()[0], 1)
    else:
        send(three, village)


def send(three: Three, village: Desk) -> None:
    """Carry a stick up and its answer back down, or lose it on the way back."""
    village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    village.exchange.import_path(three.stick)


def everything(desk: Desk) -> tuple[object, ...]:
    """Return all that a station holds of its own."""
    with desk.store.read() as reader:
        chains = [list(reader.entries(one.station, one.head.epoch)) for one in reader.chains()]
        drafts = [(one.record_id, one.payload) for one in reader.drafts()]
        blobs = {name: desk.store.blobs.get(name) for name in reader.blob_names()}
        return chains, drafts, blobs, reader.marks(), reader.digests()


@pytest.mark.parametrize("seed", [1, 5])
def test_a_restored_station_is_equal_and_agrees_with_its_town_once_it_gave_back(seed: int) -> None:
    restore_after(random.Random(seed))  # noqa: S311 -- dice of a test


@pytest.mark.long
def test_hundreds_of_restored_stations_agree_with_their_towns() -> None:
    dice = random.Random()  # noqa: S311 -- dice of a test
    for _ in range(300):
        restore_after(dice)


def restore_after(dice: random.Random) -> None:
    """Do things, back up, do more, lose the machine, restore it, and let the town give back."""
    before, after = dice.choices(ACTS, k=dice.randrange(9)), dice.choices(ACTS, k=dice.randrange(7))
    with TemporaryDirectory() as folder, three_desks(Path(folder)) as three:
        known: list[str] = []
        village, disk = three.village, Path(folder) / "disk"
        disk.mkdir()
        for name in before:
            act(three, village, name, dice, known)
        make_backup(village.store.home, village.store.key, disk, Asked(why=HAND, made_at=clock.now()))
        was = everything(village)
        for name in after:
            act(three, village, name, dice, known)
        village.store.close()
        shutil.rmtree(Path(folder) / VILLAGE)
        store = restore_home(backups_in(disk)[0], Path(folder) / VILLAGE, Secret(passphrase=PASSPHRASE))
        store.close()
        new = open_desk(Path(folder) / VILLAGE)
        assert everything(new) == was
        new.store.open_epoch(RESTORE)
        with new.store:
            mine = new.save(plain_cases()[1])
            if (desk := GivingBack(three.town.store)).stations():
                desk.give(new.store.station, three.stick)
                new.exchange.import_path(three.stick)
            send(three, new)
            with new.store.read() as ours, three.town.store.read() as theirs:
                assert digests_of(ours, new.store.station) == digests_of(theirs, new.store.station)
                assert mine in theirs.ids("mediation")
                assert ours.index_faults() == ()
                for chain in theirs.stations():
                    head, seq = check_chain(theirs.entries(chain.station, chain.head.epoch))
                    assert (head, seq) == (chain.head.hash, chain.head.seq)
        assert three.town.store.home.name == TOWN
