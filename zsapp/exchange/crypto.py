"""Suites of cryptography (密码套件): the one place that signs, seals and opens. No cryptography of our own.

`age-1` (decision 16): Ed25519 by cryptography; age v1 files (X25519, ChaCha20-Poly1305) by pyrage; SHA-256.
The suites are an allow-list: what is not in it is refused, so nobody can talk a receiver down to a weaker
one. A certified module (gm-1) would be another `Suite`. The libraries load late: a third of a bare start.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from zsapp.base.errors import Code, Refusal

DEFAULT = "age-1"

T = TypeVar("T")


class Source(Protocol):
    """What can be read a part at a time."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes, none at the end."""


class Target(Protocol):
    """What can be written a part at a time."""

    def write(self, content: bytes, /) -> int:
        """Take the bytes."""


class Unopened(Exception):
    """A sealed stream that this key does not open, or that is not whole."""


class Suite(Protocol):
    """What a suite must be able to do. Keys are bytes of the suite's own; public keys are text."""

    name: str

    def new_sign_key(self) -> bytes:
        """Return a new private key for signing."""

    def sign_public(self, key: bytes) -> str:
        """Return the public half of a signing key."""

    def sign(self, key: bytes, message: bytes) -> bytes:
        """Return the signature over a message."""

    def signed_by(self, public: str, message: bytes, signature: bytes) -> bool:
        """Say whether the signature over the message is of the holder of the key."""

    def new_box_key(self) -> bytes:
        """Return a new private key for opening what is sealed to us."""

    def box_public(self, key: bytes) -> str:
        """Return the public half of a box key."""

    def is_box_public(self, public: str) -> bool:
        """Say whether a text is a public box key."""

    def seal(self, source: Source, target: Target, recipients: Sequence[str]) -> None:
        """Write the source sealed to every recipient; memory stays flat."""

    def open(self, source: Source, target: Target, key: bytes) -> None:
        """Write what was sealed; memory stays flat. Raises `Unopened`."""


class _Relay:
    """Carries a stream through a library that wraps our exceptions in its own, and remembers the first."""

    def __init__(self, stream: Source | Target) -> None:
        self._stream: Any = stream  # each is used one way alone
        self.fault: BaseException | None = None

    def read(self, size: int = -1, /) -> bytes:
        content: bytes = self._tried(lambda: self._stream.read(size))
        return content

    def write(self, content: bytes, /) -> int:
        return self._tried(lambda: self._stream.write(content) or len(content))

    def flush(self) -> None:
        """Nothing waits here."""

    def _tried(self, step: Callable[[], T]) -> T:
        try:
            return step()
        except BaseException as fault:
            self.fault = fault
            raise


class AgeSuite:
    """Suite `age-1`. A sealed stream is a standard age file: `age -d` of any vendor opens it with the key."""

    name = DEFAULT

    def new_sign_key(self) -> bytes:
        """Return 32 bytes: an Ed25519 seed."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # start-up time

        return Ed25519PrivateKey.generate().private_bytes_raw()

    def sign_public(self, key: bytes) -> str:
        """Return 64 hex digits."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # start-up time

        return Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw().hex()

    def sign(self, key: bytes, message: bytes) -> bytes:
        """Return 64 bytes, the same for the same message."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # start-up time

        return Ed25519PrivateKey.from_private_bytes(key).sign(message)

    def signed_by(self, public: str, message: bytes, signature: bytes) -> bool:
        """Say whether the signature is of the holder of a key of 64 hex digits."""
        from cryptography.exceptions import InvalidSignature  # start-up time
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # start-up time

        try:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    def new_box_key(self) -> bytes:
        """Return an age identity: AGE-SECRET-KEY-1…."""
        from pyrage import x25519  # start-up time

        return str(x25519.Identity.generate()).encode()

    def box_public(self, key: bytes) -> str:
        """Return an age recipient: age1…."""
        from pyrage import x25519  # start-up time

        return str(x25519.Identity.from_str(key.decode()).to_public())

    def is_box_public(self, public: str) -> bool:
        """Say whether a text is an age recipient."""
        from pyrage import RecipientError, x25519  # start-up time

        try:
            x25519.Recipient.from_str(public)
        except RecipientError:
            return False
        return True

    def seal(self, source: Source, target: Target, recipients: Sequence[str]) -> None:
        """Write the source as an age file to every recipient.

        Raises:
            Exception: whatever source or target raised.
        """
        import pyrage  # start-up time

        out = [pyrage.x25519.Recipient.from_str(one) for one in recipients]
        reading, writing = _Relay(source), _Relay(target)
        try:
            pyrage.encrypt_io(reading, writing, out)
        except (pyrage.EncryptError, OSError) as fault:
            raise _first_fault(reading, writing) or fault from fault

    def open(self, source: Source, target: Target, key: bytes) -> None:
        """Write what an age file holds.

        Raises:
            Unopened: the key does not open it, or it is not whole.
            Exception: whatever source or target raised.
        """
        import pyrage  # start-up time

        reading, writing = _Relay(source), _Relay(target)
        try:
            pyrage.decrypt_io(reading, writing, [pyrage.x25519.Identity.from_str(key.decode())])
        except (pyrage.DecryptError, OSError) as fault:
            raise _first_fault(reading, writing) or Unopened(str(fault)) from fault


def _first_fault(*streams: _Relay) -> BaseException | None:
    return next((one.fault for one in streams if one.fault is not None), None)


SUITES: Mapping[str, Suite] = {DEFAULT: AgeSuite()}


def suite(name: str, allowed: Collection[str] = (DEFAULT,)) -> Suite:
    """Return a suite that is allowed here.

    Raises:
        Refusal: PACKAGE_SUITE for an unknown one, or one that the deployment does not allow.
    """
    if name not in SUITES or name not in allowed:
        raise Refusal(Code.PACKAGE_SUITE, suite=name)
    return SUITES[name]
