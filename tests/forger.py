"""An adversary's workshop: packages and certificates made of keys alone, by other code than the program's.

Nothing here comes from the writer that is attacked: the container is struct, the signature is cryptography's,
the seal is pyrage's, and the manifest is written down as the format says. An honest package of this workshop
must be taken in; so whatever else of it is refused is refused for its one flaw.
"""

import base64
import hashlib
import json
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyrage
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.desks import Desk
from zsapp.base.ids import new_id

MANIFEST, ENTRIES = "manifest.dsse.json", "entries.jsonl.zst.age"
DIGITS = {"village": 12, "town": 9, "city": 4}
ROLES = {
    "village": ["file"],
    "town": ["file", "issue", "relay", "review"],
    "city": ["file", "issue", "review", "root"],
}


def plain(value: Any) -> bytes:
    """Return JSON in the one spelling that is signed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def today(days: int = 0) -> str:
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


# --- who ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Party:
    """Somebody with keys, and the certificates that say who it is, its own first."""

    station: str
    code: str
    tier: str
    key: Ed25519PrivateKey
    box: pyrage.x25519.Identity
    chain: tuple[str, ...] = ()
    training: bool = False

    @property
    def public(self) -> str:
        return self.key.public_key().public_bytes_raw().hex()

    @property
    def serial(self) -> str:
        return str(said_by(self.chain[0])["serial"])


def of_desk(desk: Desk) -> Party:
    """Return a real station, whose keys have been stolen."""
    known = desk.credentials()
    return Party(
        station=desk.store.station,
        code=desk.profile.code,
        tier=desk.profile.tier,
        key=Ed25519PrivateKey.from_private_bytes(known.keys.sign),
        box=pyrage.x25519.Identity.from_str(known.keys.box.decode()),
        chain=tuple(one.content.decode() for one in known.chain),
    )


def somebody(code: str, tier: str, **more: Any) -> Party:
    """Return a station that nobody knows, without a certificate."""
    return Party(
        new_id(), code, tier, Ed25519PrivateKey.generate(), pyrage.x25519.Identity.generate(), **more
    )


def certified(
    party: Party,
    issuer: Party | None = None,
    *,
    by: Party | None = None,
    serial: str = "",
    **changes: Any,
) -> Party:
    """Return a party with a certificate of an issuer (its own without one), signed by `by` if not by it."""
    serial = serial or new_id()
    subject = {
        "format": 1,
        "serial": serial,
        "issuer": issuer.serial if issuer else serial,
        "station": party.station,
        "org": party.code,
        "code": party.code,
        "name": "某公共法律服务工作室",
        "tier": party.tier,
        "sign_key": party.public,
        "box_key": str(party.box.to_public()),
        "training": party.training,
        "roles": ROLES[party.tier],
        "scope": party.code[: DIGITS[party.tier]],
        "not_before": today(-1),
        "not_after": today(365),
        "suites": [] if issuer else ["age-1"],
    }
    signed = envelope("certificate", subject | changes, (by or issuer or party).key)
    return replace(party, chain=(signed.decode(), *(issuer.chain if issuer else ())))


# --- envelopes ------------------------------------------------------------------------------------------


def envelope(kind: str, payload: dict[str, Any], key: Ed25519PrivateKey, **changes: Any) -> bytes:
    """Return a DSSE envelope; `changes` replace what stands in it."""
    content = plain(payload)
    name = f"application/vnd.zsapp.{kind}+json".encode()
    message = b"DSSEv1 %d %b %d %b" % (len(name), name, len(content), content)
    signed = {
        "payload": base64.b64encode(content).decode(),
        "payloadType": name.decode(),
        "signatures": [
            {"keyid": key_id(key), "sig": base64.b64encode(key.sign(message)).decode()},
        ],
    }
    return plain(signed | changes)


def key_id(key: Ed25519PrivateKey) -> str:
    return digest(key.public_key().public_bytes_raw().hex().encode())[:16]


def said_by(signed: str | bytes) -> dict[str, Any]:
    """Return what an envelope says, its signature unasked."""
    payload: dict[str, Any] = json.loads(base64.b64decode(json.loads(signed)["payload"]))
    return payload


# --- entries --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """Where a chain stands: the seq and hash of its last entry."""

    seq: int
    hash: str


def entry(party: Party, place: Place, payload: dict[str, Any], **header: Any) -> dict[str, Any]:
    """Return the entry that follows a place: a log-in, or what `header` says."""
    salt = bytes(16)
    whole = {
        "station": party.station,
        "epoch": 1,
        "seq": place.seq + 1,
        "record_id": "",
        "sector": "",
        "version": 0,
        "base_version": 0,
        "schema": 1,
        "who": "站长",
        "at": "2026-03-09T02:30:00Z",
        "verb": "login",
        "payload_hash": digest(salt + plain(payload)),
    } | header
    sealed = hashlib.sha256(bytes.fromhex(place.hash) + plain(whole)).hexdigest()
    return {
        "hash": sealed,
        "header": whole,
        "payload": payload,
        "previous": place.hash,
        "salt": salt.hex(),
    }


def lines_of(entries: Iterable[dict[str, Any]]) -> bytes:
    return b"".join(plain(one) + b"\n" for one in entries)


def sealed(content: bytes, *boxes: str) -> bytes:
    return bytes(pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(box) for box in boxes]))


def packed(content: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(content)


# --- the container --------------------------------------------------------------------------------------


def container(members: Iterable[tuple[bytes, bytes]], *, method: int = 0) -> bytes:
    """Return a ZIP64 of members as they come; with `method` 8 they are deflated."""
    body, directory, count = b"", b"", 0
    for name, content in members:
        kept = content
        if method:
            deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
            kept = deflate.compress(content) + deflate.flush()
        crc = zlib.crc32(content)
        shared = struct.pack("<HHHHII", 0x0800, method, 0, 0x21, crc, 0xFFFFFFFF)
        extra = struct.pack("<HHQQ", 1, 16, len(content), len(kept))
        directory += struct.pack("<IHH", 0x02014B50, 45, 45) + shared
        directory += struct.pack("<IHHHHHII", 0xFFFFFFFF, len(name), 28, 0, 0, 0, 0, 0xFFFFFFFF) + name
        directory += struct.pack("<HHQQQ", 1, 24, len(content), len(kept), len(body))
        body += struct.pack("<IH", 0x04034B50, 45) + shared
        body += struct.pack("<IHH", 0xFFFFFFFF, len(name), len(extra)) + name + extra + kept
        count += 1
    return body + directory + ending(count, len(body), len(directory))


def ending(count: int, start: int, size: int) -> bytes:
    """Return what closes a container whose directory lies at `start`."""
    return (
        struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, count, count, size, start)
        + struct.pack("<IIQI", 0x07064B50, 0, start + size, 1)
        + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    )


# --- the package ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Forgery:
    """A package being made: what it says, what lies in it, and who signs."""

    manifest: dict[str, Any]
    members: dict[str, bytes]
    signer: Ed25519PrivateKey

    def says(self, **changes: Any) -> "Forgery":
        """Say something else in the manifest, and sign that."""
        return replace(self, manifest=self.manifest | changes)

    def holds(self, **members: bytes) -> "Forgery":
        """Hold other members, and say so."""
        return replace(self, members=members).said()

    def said(self) -> "Forgery":
        listed = {name: {"size": len(one), "sha256": digest(one)} for name, one in self.members.items()}
        return self.says(members=listed)

    def envelope(self, **changes: Any) -> bytes:
        return envelope("package", self.manifest, self.signer, **changes)

    def parts(self, signed: bytes | None = None) -> list[tuple[bytes, bytes]]:
        """Return the members in their order, the manifest last."""
        named = [(name.encode(), content) for name, content in self.members.items()]
        return [*named, (MANIFEST.encode(), self.envelope() if signed is None else signed)]

    def bytes(self) -> bytes:
        return container(self.parts())


def spoken_of(entries: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what a manifest says of its entries."""
    first, last = entries[0], entries[-1]
    return {
        "epoch": first["header"]["epoch"],
        "seq_from": first["header"]["seq"],
        "seq_to": last["header"]["seq"],
        "previous": first["previous"],
        "head": last["hash"],
        "schema": max(one["header"]["schema"] for one in entries),
        "counts": {
            "entries": len(entries),
            "records": sum(bool(one["header"]["version"]) for one in entries),
        },
    }


def package(
    sender: Party,
    to: Party,
    entries: list[dict[str, Any]],
    *,
    lines: bytes | None = None,
    papers: Iterable[bytes] = (),
) -> Forgery:
    """Return an honest package of a sender's entries; with `lines` those are in it instead of the entries."""
    content = lines_of(entries) if lines is None else lines
    box = str(to.box.to_public())
    members = {ENTRIES: sealed(packed(content), box)}
    for paper in sorted(papers, key=digest):
        members[f"attachments/{digest(paper)}.age"] = sealed(paper, box)
    manifest = spoken_of(entries) | {
        "format": 1,
        "suite": "age-1",
        "chain": list(sender.chain),
        "package": new_id(),
        "volume": 1,
        "volumes": 1,
        "sender": sender.station,
        "recipients": [{"station": to.station, "key": box}],
        "plaintext": {"size": len(content), "sha256": digest(content)},
        "digests": [],
        "acknowledgements": [],
        "revocations": [],
        "carried": [],
        "made_at": datetime.now(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z"),
    }
    return Forgery(manifest, members, sender.key).said()


def moment_of(day: date) -> str:
    return f"{day.isoformat()}T02:30:00Z"
