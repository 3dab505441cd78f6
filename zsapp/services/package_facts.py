"""What a package or an acknowledgement says of itself (数据包说明), for whoever looks into a file."""

from pathlib import Path
from typing import Any

from zsapp.base.clock import stamp
from zsapp.exchange import acknowledgement as acks
from zsapp.exchange import removable
from zsapp.exchange.certificates import Chain
from zsapp.exchange.package import open_package


def package_facts(path: Path) -> dict[str, Any]:
    """Return what a package says; hashes and signature are checked against the certificate it brings.

    Raises:
        Trouble: PACKAGE_DAMAGED, PACKAGE_NEWER, STICK_GONE, STICK_FAULT.
        Refusal: PACKAGE_RETIRED, PACKAGE_SUITE.
    """
    with open_package(path) as package:
        manifest, letter = package.manifest, package.letter
        return {
            "kind": "package",
            "file": path,
            "signature": "valid",
            "package": letter.package,
            "suite": letter.suite,
            "sender": _station_facts(letter.chain),
            "recipients": [one.station for one in letter.recipients],
            "epoch": letter.span.epoch,
            "seq_from": letter.span.first,
            "seq_to": letter.span.last,
            "volume": manifest.volume,
            "volumes": manifest.volumes,
            "entries": manifest.tally.entries,
            "records": manifest.tally.records,
            "schema": manifest.tally.schema,
            "attachments": len(manifest.attachments),
            "made_at": stamp(letter.made_at),
            "size": package.size,
        }


def acknowledgement_facts(path: Path) -> dict[str, Any]:
    """Return what an acknowledgement says, its signature checked.

    Raises:
        Trouble: ACK_DAMAGED, FILE_MISSING, STICK_GONE, STICK_FAULT.
    """
    ack = acks.read_acknowledgement(removable.read_small(path, acks.SIZE), path.name)
    return {
        "kind": "acknowledgement",
        "file": path,
        "signature": "valid",
        "receiver": _station_facts(ack.chain),
        "sender": ack.sender,
        "epoch": ack.epoch,
        "seq": ack.seq,
        "missing": [[one.first, one.last] for one in ack.missing],
        "refused": [{"package": one.package, "code": one.code} for one in ack.refused],
        "volumes": [{"package": one.package, "missing": list(one.missing)} for one in ack.volumes],
        "quarantine": [{"record": one.record, "seq": one.seq, "code": one.code} for one in ack.quarantine],
        "down": [{"kind": one.kind, "id": one.id, "sha256": one.sha256} for one in ack.down],
        "made_at": stamp(ack.made_at),
    }


def _station_facts(chain: Chain) -> dict[str, Any]:
    one = chain[0]
    return {
        "station": one.station,
        "name": one.name,
        "code": one.subject.code,
        "tier": one.subject.tier,
        "training": one.subject.training,
        "root": chain[-1].name,
    }
