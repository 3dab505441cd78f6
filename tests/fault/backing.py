"""What the killed programs of backups do: back up for ever, restore one backup."""

from pathlib import Path

from tests.fault.killing import Acknowledge
from tests.homes import PASSPHRASE, save_case
from zsapp.base import clock
from zsapp.records.backup import Asked, make_backup
from zsapp.records.backup_file import HAND, backups_in
from zsapp.records.home import open_home
from zsapp.records.restoring import Secret, restore_home
from zsapp.rules.generations import Keeping

KEPT = Keeping(newest=3, days=0, weeks=0, months=0)


def back_up_on(acknowledge: Acknowledge, home: str, stick: str) -> None:
    """Save a case and a paper, back up, for ever; acknowledge each backup: how many entries it holds."""
    store = open_home(Path(home), passphrase=PASSPHRASE)
    acknowledge("open")
    number = 0
    while True:
        save_case(store)
        store.blobs.put(b"%d" % number * 5_000)
        number += 1
        asked = Asked(why=HAND, made_at=clock.now(), keeping=KEPT)
        acknowledge(f"made {make_backup(store.home, store.key, Path(stick), asked).entries}")


def restore_one(acknowledge: Acknowledge, stick: str, home: str) -> None:
    """Restore the latest backup of a stick and open its epoch."""
    store = restore_home(backups_in(Path(stick))[0], Path(home), Secret(passphrase=PASSPHRASE))
    store.open_epoch("restore")
    acknowledge("restored")
    store.close()
