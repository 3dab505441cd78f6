"""The key ring (钥匙串) of an open home: the database key, and the slots that lead to it."""

from pathlib import Path

from zsapp.base.errors import Code, Trouble
from zsapp.records.keys import (
    ESCROW,
    RECOVERY,
    USER,
    KdfCost,
    KeyFile,
    name_of,
    unwrap,
    wrap,
    write_keys,
)
from zsapp.records.recovery import new_code, read_code


class KeyRing:
    """Who may open this home."""

    def __init__(self, path: Path, key_file: KeyFile, key: bytes, cost: KdfCost) -> None:
        """Hold the database key and the slots read from `path`; new slots cost `cost`."""
        self._path = path
        self._file = key_file
        self.key = key
        self._cost = cost

    def users(self) -> tuple[str, ...]:
        """Return the users' names.

        Raises:
            Trouble: STORE_DAMAGED.
        """
        slots = (slot for slot in self._file.slots if slot.kind == USER)
        return tuple(name_of(self._file, slot, self.key) for slot in slots)

    def named(self, label: str) -> str:
        """Return the user a slot's label stands for, nothing for the recovery slot and one that is gone.

        Raises:
            Trouble: STORE_DAMAGED.
        """
        slots = (slot for slot in self._file.slots if slot.kind == USER and slot.label == label)
        return next((name_of(self._file, slot, self.key) for slot in slots), "")

    def label_of(self, user: str) -> str:
        """Return the label of a user's slot; the only user may be left unnamed.

        Raises:
            Trouble: USER_UNKNOWN, USER_MISSING.
        """
        return self._file.find(user).label

    def recognise(self, user: str, passphrase: str) -> str:
        """Return the name of the user whose passphrase it is; the store is open already.

        Raises:
            Trouble: PASSPHRASE_WRONG, USER_UNKNOWN, USER_MISSING.
        """
        slot = self._file.find(user)
        unwrap(self._file, slot, passphrase)
        return name_of(self._file, slot, self.key)

    def only_user(self) -> str:
        """Return the name of the only user.

        Raises:
            Trouble: USER_MISSING when there are several.
        """
        if len(names := self.users()) != 1:
            raise Trouble(Code.USER_MISSING)
        return names[0]

    def add(self, name: str, passphrase: str) -> None:
        """Make a slot for a new user.

        Raises:
            Trouble: USER_EXISTS, USER_MISSING, PASSPHRASE_MISSING, DISK_FULL, HOME_READ_ONLY.
        """
        if not name.strip():
            raise Trouble(Code.USER_MISSING)
        if name in self.users():
            raise Trouble(Code.USER_EXISTS, user=name)
        self.put(name, passphrase)

    def change(self, name: str, passphrase: str) -> None:
        """Rewrite a user's slot.

        Raises:
            Trouble: USER_UNKNOWN, PASSPHRASE_MISSING, DISK_FULL, HOME_READ_ONLY.
        """
        self._file.find(name)
        self.put(name or self.only_user(), passphrase)

    def renew_code(self, *, escrow: bool = False) -> str:
        """Return a new recovery code, the old one is void; with `escrow` the one that lies at the city.

        Raises:
            Trouble: DISK_FULL, HOME_READ_ONLY.
        """
        code = new_code()
        kind = ESCROW if escrow else RECOVERY
        changed = wrap(self._file, self.key, read_code(code), cost=self._cost, kind=kind)
        write_keys(self._path, changed)
        self._file = changed
        return code

    def put(self, name: str, passphrase: str) -> None:
        """Write a user's slot, new or not."""
        if not passphrase:
            raise Trouble(Code.PASSPHRASE_MISSING)
        changed = wrap(self._file, self.key, passphrase, user=name, cost=self._cost)
        write_keys(self._path, changed)
        self._file = changed
