"""What is bent, and who reads it (模糊测试): from golden files, so that a seed tells the same case for ever.

Each kind draws a bent file from dice and has it read by the station that such a file is for. Some are bent as
a line bends them, some as a liar does who signs what he has bent with a station's own keys.
"""

import base64
import hashlib
import io
import json
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zstandard

from tests import forger
from tests.desks import PASSPHRASE, Desk
from tests.fuzz.bending import bend_bytes, bend_value
from tests.golden.golden_desks import GOLDEN, SAID, now
from zsapp.base.canonical import canonical, read_canonical
from zsapp.base.errors import ZsError
from zsapp.exchange import acknowledgement, certificates, downward, envelope, manifest, rebaseline
from zsapp.exchange.archive import Archive
from zsapp.exchange.crypto import DEFAULT, suite
from zsapp.press import seal
from zsapp.records.backup_file import FOLDER, read_found
from zsapp.records.restoring import Secret, restore_home
from zsapp.services.receipts import Receipts
from zsapp.services.review import Reviews

KEYS = {one: bytes.fromhex(SAID[one]["sign"]) for one in ("town", "village")}


@dataclass(frozen=True)
class Kind:
    """Something that is bent: its file's name, how, who reads it; whether it may be whole after all."""

    name: str
    bend: Callable[[random.Random], bytes]
    reader: str
    may_be_taken: bool = False


def golden(name: str) -> bytes:
    return (GOLDEN / name).read_bytes()


def line_noise(file: str, reader: str) -> Kind:
    """Return the kind of a file that a bad stick has bent."""
    return Kind(file, lambda dice: bend_bytes(dice, golden(file)), reader)


# --- what a liar signs ------------------------------------------------------------------------------------


def signed_words(kind: str, file: str, signer: str) -> Callable[[random.Random], bytes]:
    """Return what bends one value of a signed text, and signs that."""

    def bend(dice: random.Random) -> bytes:
        payload = bend_value(dice, envelope.read(golden(file), kind).payload)
        return envelope.sign(kind, payload, KEYS[signer])

    return bend


def members_of(file: str) -> dict[str, bytes]:
    archive = Archive(io.BytesIO(golden(file)))
    return {name: b"".join(archive.blocks(name)) for name in archive.members}


def archive_of(members: dict[str, bytes]) -> bytes:
    return forger.container((name.encode(), content) for name, content in members.items())


def signed_archive(kind: str, file: str, signer: str) -> Callable[[random.Random], bytes]:
    """Return what bends one value of an archive's manifest, and signs that."""

    def bend(dice: random.Random) -> bytes:
        members = members_of(file)
        payload = envelope.read(members.pop(manifest.MANIFEST), kind).payload
        signed = envelope.sign(kind, bend_value(dice, payload), KEYS[signer])
        return archive_of({**members, manifest.MANIFEST: signed})

    return bend


def lying_entries(dice: random.Random) -> bytes:
    """Bend an entry of a package, chain all anew, and say and sign it all as it should be."""
    members = members_of("sent-1.zspkg")
    payload = envelope.read(members.pop(manifest.MANIFEST), manifest.KIND).payload
    opened = io.BytesIO()
    source = io.BytesIO(members[manifest.ENTRIES])
    suite(DEFAULT).open(source, opened, SAID["town"]["box"].encode())
    lines = [
        json.loads(one)
        for one in zstandard.ZstdDecompressor().stream_reader(opened.getvalue()).read().splitlines()
    ]
    bent = dice.randrange(len(lines))
    content = b"".join(_rechained(lines, bent, bend_value(dice, lines[bent]), honest=dice.random() < 0.7))
    members[manifest.ENTRIES] = forger.sealed(
        forger.packed(content), *(one["key"] for one in payload["recipients"])
    )
    head = read_canonical(content.splitlines()[-1]).get("hash", "0" * 64)
    said = {"size": len(content), "sha256": forger.digest(content)}
    sealed = members[manifest.ENTRIES]
    payload |= {"plaintext": said, "head": head}
    payload["members"][manifest.ENTRIES] = {"size": len(sealed), "sha256": forger.digest(sealed)}
    signed = envelope.sign(manifest.KIND, payload, KEYS["village"])
    return archive_of({**members, manifest.MANIFEST: signed})


def _rechained(lines: list[Any], at: int, bent: Any, *, honest: bool) -> Iterator[bytes]:
    """Give the lines with one bent; an `honest` chain is hashed as it stands, as far as that can be done."""
    previous = "0" * 64
    for number, whole in enumerate(lines):
        line = dict(bent) if number == at and isinstance(bent, dict) else bent if number == at else whole
        if honest and isinstance(line, dict) and isinstance(line.get("header"), dict):
            line["previous"] = previous
            if "payload" in line and isinstance(line.get("salt"), str):
                salt = _hex(line["salt"])
                line["header"] = line["header"] | {
                    "payload_hash": forger.digest(salt + forger.plain(line["payload"]))
                }
            chained = bytes.fromhex(previous) + forger.plain(line["header"])
            line["hash"] = previous = hashlib.sha256(chained).hexdigest()
        yield forger.plain(line) + b"\n"


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def lying_answer(dice: random.Random) -> bytes:
    """Bend what comes down with an answer, and name and sign it as it should be."""
    payload = envelope.read(golden("answered-1.zsack"), acknowledgement.KIND).payload
    opened = io.BytesIO()
    sealed = base64.b64decode(payload["sealed"])
    suite(DEFAULT).open(io.BytesIO(sealed), opened, SAID["village"]["box"].encode())
    (line,) = opened.getvalue().splitlines()
    whole = json.loads(line)
    previous, bent = whole["previous"], bend_value(dice, whole)
    if isinstance(bent, dict) and isinstance(bent.get("header"), dict) and dice.random() < 0.8:
        bent["payload"] = bend_value(dice, bent.get("payload", {}))
        salt = _hex(bent["salt"]) if isinstance(bent.get("salt"), str) else b""
        bent["header"]["payload_hash"] = forger.digest(salt + forger.plain(bent["payload"]))
        bent["previous"] = previous
        bent["hash"] = hashlib.sha256(bytes.fromhex(previous) + forger.plain(bent["header"])).hexdigest()
        payload["down"][0] |= {"id": bent["hash"]}
        payload["down"][0] |= {
            name: bent["header"].get(name, 0) for name in ("epoch", "seq") if name in payload["down"][0]
        }
    line = forger.plain(bent) + b"\n"
    payload["down"][0]["sha256"] = forger.digest(line)
    box = suite(DEFAULT).box_public(SAID["village"]["box"].encode())
    payload["sealed"] = downward.seal_lines([line], box)
    return envelope.sign(acknowledgement.KIND, payload, KEYS["town"])


def lying_certificate(dice: random.Random) -> bytes:
    """Bend a certificate of an answer, and sign it by the station that issued it."""
    answer = read_canonical(golden("answer-1.zscert"))
    text = answer["chain"][0]
    signed = envelope.read(text.encode(), certificates.KIND)
    bent = envelope.sign(certificates.KIND, bend_value(dice, signed.payload), KEYS["town"])
    return canonical({**answer, "chain": [bent.decode(), *answer["chain"][1:]]})


def bent_answer(dice: random.Random) -> bytes:
    return canonical(bend_value(dice, read_canonical(golden("answer-1.zscert"))))


def bent_backup(dice: random.Random) -> bytes:
    """Bend the head of a backup as a value, or its file as bytes."""
    (file,) = (GOLDEN / "backup-1" / FOLDER).rglob("*.zsbak")
    content = file.read_bytes()
    head, _, rest = content.partition(b"\n")
    if dice.random() < 0.5:
        return bend_bytes(dice, content)
    return canonical(bend_value(dice, read_canonical(head))) + b"\n" + rest


KINDS = (
    line_noise("sent-1.zspkg", "town"),
    line_noise("closed-1.zspkg", "town"),
    line_noise("answered-1.zsack", "village"),
    line_noise("given-1.zsback", "village"),
    line_noise("request-1.zsreq", "town"),
    line_noise("answer-1.zscert", "village"),
    Kind("words.zspkg", signed_archive(manifest.KIND, "sent-1.zspkg", "village"), "town", may_be_taken=True),
    Kind("entries.zspkg", lying_entries, "town", may_be_taken=True),
    Kind(
        "words.zsack",
        signed_words(acknowledgement.KIND, "answered-1.zsack", "town"),
        "village",
        may_be_taken=True,
    ),
    Kind("down.zsack", lying_answer, "village", may_be_taken=True),
    Kind(
        "words.zsback",
        signed_archive(rebaseline.KIND, "given-1.zsback", "town"),
        "village",
        may_be_taken=True,
    ),
    Kind(
        "words.zsreq",
        signed_words(certificates.REQUEST, "request-1.zsreq", "village"),
        "town",
        may_be_taken=True,
    ),
    Kind("words.zscert", bent_answer, "village", may_be_taken=True),
    Kind("signed.zscert", lying_certificate, "village", may_be_taken=True),
    Kind("receipt", lambda dice: bend_bytes(dice, seal.read_text(SAID["receipt"])), "village"),
    Kind("backup.zsbak", bent_backup, "nobody"),
)


def read(kind: Kind, desk: Desk, folder: Path, content: bytes) -> None:
    """Have something bent read by whom it is for; `folder` is empty."""
    if kind.name == "receipt":
        reviews = Reviews(desk.store, desk.profile, desk.days)
        Receipts(desk.store, reviews, desk.days).take(seal.seal_text(content))
    else:
        path = folder / kind.name
        path.write_bytes(content)
        desk.exchange.import_path(path)


def restore(folder: Path, content: bytes) -> None:
    """Try to restore from the golden backup with another file in the place of its own; all or nothing."""
    shutil.copytree(GOLDEN / "backup-1", folder, dirs_exist_ok=True)
    (file,) = (folder / FOLDER).rglob("*.zsbak")
    file.write_bytes(content)
    home = folder / "home"
    try:
        with restore_home(read_found(file), home, Secret(passphrase=PASSPHRASE), now=now) as store:
            assert store.station == SAID["village"]["station"]
    except ZsError:
        assert not (home / "keys.json").exists()
        raise
