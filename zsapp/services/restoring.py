"""Restoring a station (恢复) from a backup, opening a new epoch, and what is to be done then (sync 24).

Whoever restores is told what the lost machine did after the backup, as far as the stick shows it: packages
and acknowledgements that lie there. What was acknowledged is with the station above, which gives it back.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.progress import Progress
from zsapp.exchange import acknowledgement as acks
from zsapp.exchange.certificates import TAIL
from zsapp.exchange.removable import read_small
from zsapp.records.backup_file import FOLDER, Found, Head, backups_in
from zsapp.records.restoring import Secret, restore_home
from zsapp.records.store import Reader, Store
from zsapp.rules.roles import RESTORE
from zsapp.services import credentials
from zsapp.services.accounts import check_passphrase
from zsapp.services.epochs import Waiting, wait_for
from zsapp.services.hub_known import back_to_file, with_tables
from zsapp.services.station import Station, logged_in

PACKAGE = re.compile(r"zsapp-([0-9a-f]+)-(\d+)-\d+-(\d+)(-v\d+(-[0-9a-f]+)?)?\.zspkg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A station restored: open, in a new epoch. `waiting` is None for one that never sent anything.

    `receives` is whether others send to it: what they had sent after the backup, they are asked for again.
    """

    station: Station
    head: Head
    file: Path
    epoch: int
    waiting: Waiting | None
    receives: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """What is to be done now, in sentences."""
        below = (SENT_AGAIN,) if self.receives else ()
        if self.waiting is None:
            return ("请重新设好备份的位置；备份之后登记过的，请照纸质材料补登", *below)
        return (*self.waiting.lines, "没有送出过的，请照纸质材料补登；再重新设好备份的位置", *below)


SENT_AGAIN = "下级各站在备份以后送来过的，不用逐站通知：照常收、照常发回执，它们下次送来时程序会补齐"


def secret_of(passphrase: str, *, user: str = "", code: str = "") -> Secret:
    """Return what opens a backup: a passphrase of that day, or the recovery code and a new passphrase."""
    return Secret(passphrase=passphrase, user=user, code=code)


def restore_station(
    source: Path,
    home: Path,
    secret: Secret,
    *,
    today: date | None = None,
    progress: Progress | None = None,
) -> Restored:
    """Restore a station from a backup file, or from the latest one of a stick or folder.

    Raises:
        Refusal: RESTORE_NOT_EMPTY, PASSPHRASE_WEAK, BACKUP_SEVERAL, CANCELLED.
        Trouble: BACKUP_NONE, BACKUP_GONE, BACKUP_DAMAGED, BACKUP_FAULT, PASSPHRASE_WRONG, RECOVERY_WRONG,
            USER_MISSING, USER_UNKNOWN, STORE_NEWER, DISK_FULL, HOME_READ_ONLY; no station is left behind.
    """
    if secret.code:
        check_passphrase(secret.passphrase)
    found = _only(source)
    store = restore_home(found, home, secret, progress=progress)
    try:
        waiting = _open(store, found)
        receives = _receives(store)
        back_to_file(store)
        store = with_tables(store)
        station = logged_in(store, today, "login")
    except BaseException:
        store.close()
        raise
    return Restored(
        station=station,
        head=found.head,
        file=found.path,
        epoch=store.epoch,
        waiting=waiting,
        receives=receives,
    )


def _receives(store: Store) -> bool:
    with store.read() as reader:
        return bool(credentials.read_certificates(reader))


def _only(source: Path) -> Found:
    """Return the latest backup of a place; of several stations nobody guesses whose is meant."""
    every = backups_in(source)
    names = {one.head.station: one.head.name for one in every}
    if not every:
        raise Trouble(Code.BACKUP_NONE, place=source)
    if len(names) > 1:
        raise Refusal(Code.BACKUP_SEVERAL, names="、".join(names.values()))
    return every[0]


def _open(store: Store, found: Found) -> Waiting | None:
    """Open the new epoch, and keep what is to be asked of the station above."""
    head = found.head
    with store.read() as reader:
        certified = credentials.read_own_chain(reader)
        waiting = _seen_before(reader, Waiting(epoch=head.epoch, seq=head.seq))
    waiting = _seen_on(found, waiting)
    with store.mend() as writer:
        writer.open_epoch(RESTORE, store.beyond)
        if certified is None or len(certified) < 2:
            return None
        wait_for(writer, waiting)
    return waiting


def _seen_before(reader: Reader, waiting: Waiting) -> Waiting:
    """Return it with what the backup itself knows to have left."""
    marks = [one for one in reader.marks().items() if one[1].epoch == waiting.epoch]
    exported = max((mark.seq for level, mark in marks if level == "exported"), default=0)
    acknowledged = max((mark.seq for level, mark in marks if level != "exported"), default=0)
    return replace(waiting, exported=exported, acknowledged=acknowledged)


def _seen_on(found: Found, waiting: Waiting) -> Waiting:
    """Return it with what lies on the stick: our own packages by their names, acknowledgements to us."""
    tail = found.head.station[-TAIL:]
    root = found.path.parent.parent.parent if found.path.parent.parent.name == FOLDER else found.path.parent
    with suppress(OSError):  # a stick that does not say what is on it tells nothing
        for path in root.iterdir():
            named = PACKAGE.fullmatch(path.name)
            if named and (named[1], int(named[2])) == (tail, waiting.epoch):
                waiting = replace(waiting, exported=max(waiting.exported, int(named[3])))
            if path.name.endswith(f"-to-{tail}{acks.SUFFIX}"):
                waiting = _acknowledged_in(path, found, waiting)
    return waiting


def _acknowledged_in(path: Path, found: Found, waiting: Waiting) -> Waiting:
    with suppress(Trouble):  # one that cannot be read tells nothing
        ack = acks.read_acknowledgement(read_small(path, acks.SIZE), path.name)
        if (ack.sender, ack.epoch) == (found.head.station, waiting.epoch):
            return replace(waiting, acknowledged=max(waiting.acknowledged, ack.seq))
    return waiting
