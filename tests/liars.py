"""Packages that a liar with a station's own keys could send, and what a desk says of them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.desks import Desk
from zsapp.base import clock
from zsapp.base.canonical import canonical
from zsapp.base.entry import GENESIS, SCHEMA, Entry, Header, new_salt, payload_hash, seal_entry
from zsapp.base.errors import ZsError
from zsapp.base.ids import new_id
from zsapp.exchange.manifest import Letter
from zsapp.exchange.package import Attachment, write_volumes
from zsapp.exchange.slices import Span
from zsapp.services.exchange import inspect


def refused_by(desk: Desk, path: Path) -> ZsError:
    """Return why a desk does not take a file; nothing there may have changed."""
    before = desk.fingerprint()
    with pytest.raises(ZsError) as refused:
        desk.exchange.import_path(path)
    assert desk.fingerprint() == before
    assert list((desk.store.home / "tmp").iterdir()) == []
    return refused.value


def acknowledged(folder: Path) -> dict[str, Any]:
    (path,) = folder.glob("*.zsack")
    return inspect(path)


def refusal(folder: Path) -> list[str]:
    return [one["code"] for one in acknowledged(folder)["refused"]]


def entry_after(previous: Entry | None, desk: Desk, payload: dict[str, Any], **header: Any) -> Entry:
    """Return an entry of a desk's station; what `header` names is as it says."""
    salt, content = new_salt(), canonical(payload)
    whole = {
        "station": desk.store.station,
        "epoch": 1,
        "seq": previous.header.seq + 1 if previous else 1,
        "record_id": new_id(),
        "sector": "mediation",
        "version": 1,
        "base_version": 0,
        "schema": SCHEMA,
        "who": "站长",
        "at": clock.stamp(clock.now()),
        "verb": "save",
        "payload_hash": payload_hash(salt, content),
    }
    return seal_entry(Header(**(whole | header)), previous.hash if previous else GENESIS, salt, content)


def send(
    desk: Desk,
    folder: Path,
    entries: list[Entry],
    attachments: Callable[[], list[Attachment]] = list,
    **letter: Any,
) -> Path:
    """Write a package of the entries with a desk's own keys; what `letter` names is as it says."""
    known = desk.credentials()
    first, last = entries[0], entries[-1]
    span = Span(
        station=desk.store.station,
        epoch=first.header.epoch,
        first=first.header.seq,
        last=last.header.seq,
        previous=first.previous,
        head=last.hash,
    )
    whole = Letter(
        package=new_id(),
        suite="age-1",
        chain=known.chain,
        recipients=known.recipients,
        span=span,
        made_at=clock.now(),
    )
    written = write_volumes(
        folder, replace(whole, **letter), known.keys.sign, entries, attachments=attachments
    )
    return next(iter([one.path for one in written]))
