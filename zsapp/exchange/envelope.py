"""The signed envelope (签名信封): DSSE, the standard way to sign a text without re-writing it first.

What is signed is the pre-authentication encoding (PAE) of type and payload; the payload is canonical JSON. An
envelope has one spelling: the same bytes come back from reading and writing, so no byte of it is unsigned.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Any

from zsapp.base.canonical import Plain, canonical, read_canonical
from zsapp.base.errors import Trouble
from zsapp.exchange.crypto import DEFAULT, suite
from zsapp.exchange.fields import Fields, Unfit

TYPE = "application/vnd.zsapp.{kind}+json"


@dataclass(frozen=True, slots=True)
class Envelope:
    """A payload, its kind and one signature, as read; `content` is the bytes of the whole envelope."""

    kind: str
    payload: dict[str, Any]
    message: bytes
    signature: bytes
    key_id: str
    content: bytes

    def signed_by(self, public: str) -> bool:
        """Say whether the holder of a public key signed this, and is named as the signer."""
        named = self.key_id == _key_id(public)
        return named and suite(DEFAULT).signed_by(public, self.message, self.signature)


def pae(kind: str, payload: bytes) -> bytes:
    """Return the bytes that are signed (DSSE v1)."""
    name = TYPE.format(kind=kind).encode()
    return b"DSSEv1 %d %b %d %b" % (len(name), name, len(payload), payload)


def sign(kind: str, payload: Plain, key: bytes) -> bytes:
    """Return the envelope of a payload, signed by a key of the suite."""
    content = canonical(payload)
    public = suite(DEFAULT).sign_public(key)
    return _envelope(kind, content, _key_id(public), suite(DEFAULT).sign(key, pae(kind, content)))


def _envelope(kind: str, content: bytes, key_id: str, signature: bytes) -> bytes:
    return canonical(
        {
            "payload": base64.b64encode(content).decode(),
            "payloadType": TYPE.format(kind=kind),
            "signatures": [{"keyid": key_id, "sig": base64.b64encode(signature).decode()}],
        }
    )


def _key_id(public: str) -> str:
    return hashlib.sha256(public.encode()).hexdigest()[:16]


def read(content: bytes, kind: str) -> Envelope:
    """Return what an envelope of a kind says; whose signature it bears is asked of the envelope.

    Raises:
        Unfit: it is not an envelope of that kind, or is spelt in another way than ours.
    """
    try:
        fields = Fields(read_canonical(content))
        (signed,) = fields.groups("signatures")
        payload = base64.b64decode(fields.text("payload", len(content)))
        signature = base64.b64decode(signed.text("sig"))
        plain = read_canonical(payload)
        key_id = signed.text("keyid")
        whole = _envelope(kind, payload, key_id, signature) == content
    except (Trouble, binascii.Error, ValueError) as fault:
        raise Unfit("an envelope") from fault
    if not whole or not isinstance(plain, dict) or canonical(plain) != payload:
        raise Unfit("an envelope")
    return Envelope(kind, plain, pae(kind, payload), signature, key_id, content)
