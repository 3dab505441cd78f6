"""Key slots (密钥槽): the database key, wrapped once for each user and once for the recovery code.

A random 32-byte key opens the database; each slot holds it under AES-256-GCM with a key that argon2id makes
of a passphrase. Changing a passphrase rewrites a slot, never the database (sync 23). `keys.json` holds no
name in plain text: a slot is found by a hash of the user's name, and the name itself is encrypted under the
database key.
"""

import hashlib
import json
import os
import unicodedata
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from zsapp.base.errors import Code, Trouble
from zsapp.base.files import read_whole, write_whole

KEY_BYTES = 32
FORMAT = 1
RECOVERY = "recovery"
ESCROW = "escrow"
"""A second recovery code, which nobody at the station knows: it lies sealed at the city."""
USER = "user"
NAMES = b"zsapp user names"
"""What the key that hides users' names is for."""


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What argon2id costs: memory in KiB, passes, lanes. 64 MiB and 3 passes take 0.2 s (RFC 9106)."""

    memory: int = 65_536
    passes: int = 3
    lanes: int = 4

    def sane(self) -> bool:
        """Say whether this program could have written the figures: a bent file must not eat all memory."""
        return 8 * self.lanes <= self.memory <= 2**21 and 1 <= self.passes <= 64 and 1 <= self.lanes <= 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One way to the database key. All bytes as hex."""

    kind: str
    label: str
    cost: KdfCost
    salt: str
    nonce: str
    wrapped: str
    name_nonce: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    """The key file of a home: which home it is, and its slots."""

    home: str
    slots: tuple[Slot, ...] = ()

    def find(self, user: str) -> Slot:
        """Return the slot of a user; the only user may be left unnamed.

        Raises:
            Trouble: USER_UNKNOWN, USER_MISSING.
        """
        users = [slot for slot in self.slots if slot.kind == USER]
        if not user and len(users) == 1:
            return users[0]
        if not user:
            raise Trouble(Code.USER_MISSING)
        for slot in users:
            if slot.label == _label(self.home, user):
                return slot
        raise Trouble(Code.USER_UNKNOWN, user=user)

    def recovery(self) -> Slot:
        """Return the recovery slot.

        Raises:
            Trouble: RECOVERY_WRONG when the home has none.
        """
        for slot in self.slots:
            if slot.kind == RECOVERY:
                return slot
        raise Trouble(Code.RECOVERY_WRONG)

    def by_code(self) -> tuple[Slot, ...]:
        """Return the slots that a recovery code opens: the station's own first, then the city's.

        Raises:
            Trouble: RECOVERY_WRONG when the home has none.
        """
        escrow = tuple(slot for slot in self.slots if slot.kind == ESCROW)
        return (self.recovery(), *escrow)

    def with_slot(self, slot: Slot) -> "KeyFile":
        """Return the file with a slot in place of the one of the same kind and label."""
        kept = tuple(one for one in self.slots if (one.kind, one.label) != (slot.kind, slot.label))
        return replace(self, slots=(*kept, slot))


def new_key() -> bytes:
    """Return a fresh database key."""
    return os.urandom(KEY_BYTES)


def wrap(
    key_file: KeyFile, key: bytes, secret: str, *, user: str = "", cost: KdfCost, kind: str = ""
) -> KeyFile:
    """Return the key file with a slot for `user`, or for a recovery code when no user is named."""
    kind = USER if user else kind or RECOVERY
    label = _label(key_file.home, user)
    salt, nonce, name_nonce = os.urandom(16), os.urandom(12), os.urandom(12)
    aad = _aad(key_file.home, kind, label)
    return key_file.with_slot(
        Slot(
            kind=kind,
            label=label,
            cost=cost,
            salt=salt.hex(),
            nonce=nonce.hex(),
            wrapped=_cipher(_stretch(secret, salt, cost)).encrypt(nonce, key, aad).hex(),
            name_nonce=name_nonce.hex(),
            name=_cipher(derived(key, NAMES)).encrypt(name_nonce, user.encode(), aad).hex(),
        )
    )


def unwrap(key_file: KeyFile, slot: Slot, secret: str) -> bytes:
    """Return the database key.

    Raises:
        Trouble: PASSPHRASE_WRONG, RECOVERY_WRONG; STORE_DAMAGED when the slot's figures are none of ours.
    """
    from cryptography.exceptions import InvalidTag  # late: not before a store is opened

    salt, nonce, wrapped = (_bytes(text) for text in (slot.salt, slot.nonce, slot.wrapped))
    if not slot.cost.sane() or len(wrapped) != KEY_BYTES + 16:
        raise Trouble(Code.STORE_DAMAGED)
    try:
        key = _cipher(_stretch(secret, salt, slot.cost)).decrypt(
            nonce, wrapped, _aad(key_file.home, slot.kind, slot.label)
        )
    except InvalidTag as fault:
        raise Trouble(Code.PASSPHRASE_WRONG if slot.kind == USER else Code.RECOVERY_WRONG) from fault
    return bytes(key)


def name_of(key_file: KeyFile, slot: Slot, key: bytes) -> str:
    """Return the user's name of a slot.

    Raises:
        Trouble: STORE_DAMAGED.
    """
    from cryptography.exceptions import InvalidTag  # late, as above

    cipher = _cipher(derived(key, NAMES))
    aad = _aad(key_file.home, slot.kind, slot.label)
    try:
        return str(cipher.decrypt(_bytes(slot.name_nonce), _bytes(slot.name), aad), "utf-8")
    except (InvalidTag, ValueError) as fault:
        raise Trouble(Code.STORE_DAMAGED) from fault


def derived(key: bytes, purpose: bytes) -> bytes:
    """Return a key for one purpose, by HKDF-SHA256 from the database key."""
    from cryptography.hazmat.primitives.hashes import SHA256  # late, as above
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # late, as above

    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(key)


def write_keys(path: Path, key_file: KeyFile) -> None:
    """Write the key file, whole or not at all.

    Raises:
        Trouble: DISK_FULL, HOME_READ_ONLY, DISK_FAULT.
    """
    document = {"format": FORMAT, **asdict(key_file)}
    write_whole(path, json.dumps(document, indent=1).encode())


def read_keys(path: Path) -> KeyFile:
    """Return the key file.

    Raises:
        Trouble: FILE_MISSING, STORE_NEWER, STORE_DAMAGED.
    """
    try:
        document = json.loads(read_whole(path))
        newer = document["format"] > FORMAT
        slots = tuple(_read_slot(one) for one in document["slots"]) if not newer else ()
        key_file = KeyFile(home=str(document["home"]), slots=slots)
    except (ValueError, TypeError, KeyError) as fault:
        raise Trouble(Code.STORE_DAMAGED) from fault
    if newer:
        raise Trouble(Code.STORE_NEWER)
    return key_file


def _read_slot(plain: dict[str, Any]) -> Slot:
    texts = {
        name: str(plain[name]) for name in ("kind", "label", "salt", "nonce", "wrapped", "name_nonce", "name")
    }
    cost = KdfCost(**{name: int(plain["cost"][name]) for name in ("memory", "passes", "lanes")})
    return Slot(cost=cost, **texts)


def _label(home: str, user: str) -> str:
    return hashlib.sha256(f"{home}\n{unicodedata.normalize('NFC', user.strip())}".encode()).hexdigest()[:32]


def _aad(home: str, kind: str, label: str) -> bytes:
    return f"zsapp keys {FORMAT}\n{home}\n{kind}\n{label}".encode()


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as fault:
        raise Trouble(Code.STORE_DAMAGED) from fault


def _stretch(secret: str, salt: bytes, cost: KdfCost) -> bytes:
    """Return the key of a passphrase; full-width letters of an input method count as plain ones (NFKC)."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # late, as above

    stretch = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory
    )
    return stretch.derive(unicodedata.normalize("NFKC", secret).encode())


def _cipher(key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # late, as above

    return AESGCM(key)
