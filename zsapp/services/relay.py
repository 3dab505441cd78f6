"""The relay (转递): a town carries its villages' packages up byte for byte, and the city's answers down.

The packages name the city as a recipient already (decision 13), so they travel with the village's own
signature. They wait in the home, sealed as they came, until the station above has acknowledged them.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from zsapp.base.clock import CHINA
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.files import disk_troubles, read_whole, sync_folder, write_whole
from zsapp.exchange import acknowledgement as acks
from zsapp.exchange.acknowledgement import Acknowledgement
from zsapp.exchange.certificates import TAIL, Trust, check_chain
from zsapp.exchange.manifest import Carried
from zsapp.exchange.package import SUFFIX, Package, file_name, open_package
from zsapp.services.credentials import Credentials

BLOCK = 1 << 20


class Relay:
    """What waits in a home to be carried on."""

    def __init__(self, home: Path) -> None:
        """Keep it in a folder of the home."""
        self._folder = home / "relay"

    # --- up -----------------------------------------------------------------------------------------------

    def keep(self, package: Package, known: Credentials) -> None:
        """Keep a package that the station above shall have too.

        Raises:
            Trouble: DISK_FULL, HOME_READ_ONLY, DISK_FAULT.
        """
        above = [one.station for one in known.chain[1:2]]
        if not any(one.station in above for one in package.letter.recipients):
            return
        target = self._folder / file_name(
            package.letter.span, package.manifest.volume, package.letter.package
        )
        part = target.with_suffix(".part")
        with disk_troubles(self._folder):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            with part.open("wb") as out:
                out.writelines(package.whole())
                out.flush()
                os.fsync(out.fileno())
            part.replace(target)
            sync_folder(self._folder)

    def keep_again(self, package: Package, known: Credentials) -> None:
        """Keep a package of which we have everything, where the station above says that it lacks some of it.

        Raises:
            Trouble: as `keep`.
        """
        letter = package.letter
        for above in known.chain[1:2]:
            said = _kept(self._folder / acks.file_name(above.station, letter.sender))
            lacks = said.lacking_after if said else None
            if lacks is not None and (letter.span.epoch, letter.span.last) > lacks:
                self.keep(package, known)

    def waiting(self) -> tuple[Path, ...]:
        """Return the packages that the station above has not acknowledged."""
        return tuple(sorted(self._folder.glob(f"*{SUFFIX}")))

    # --- down ---------------------------------------------------------------------------------------------

    def keep_answer(
        self, ack: Acknowledgement, content: bytes, trust: Trust, after: tuple[int, int] | None
    ) -> bool:
        """Keep an answer of a station above us to one below us; say whether it was news.

        It is kept until the station below comes by, and what it acknowledges is carried no more; `after` is
        the place in an earlier epoch that the acknowledged one follows: up to there it has arrived too. It is
        None where the entry acknowledged is not here, or is another: then it speaks of nothing that we carry.
        One that says less than before, and what is missing, is of a station that was restored: it goes down.

        Raises:
            Refusal: ACK_FOREIGN, CERT_EXPIRED, CERT_REVOKED; ACK_STALE when a later one is here.
            Trouble: DISK_FULL, HOME_READ_ONLY, DISK_FAULT.
        """
        check_chain(ack.chain, trust, acks.WRONG, signed_on=ack.made_at.astimezone(CHINA).date())
        path = self._folder / acks.file_name(ack.receiver.station, ack.sender)
        before = _kept(path)
        if before == ack:
            return False
        if before is not None:
            less = (ack.epoch, ack.seq) < (before.epoch, before.seq)
            if less and (ack.lacking_after is None or ack.is_before(before)):
                raise Refusal(Code.ACK_STALE)
            if ack.is_before(before):  # no less, but said before what is kept
                return False
        write_whole(path, content)
        for path in self.waiting():
            if after is not None and _has_arrived(path, ack, after):
                with disk_troubles(path):
                    path.unlink()
        return True

    def answers(self, sender: str) -> Iterator[tuple[str, bytes]]:
        """Give name and content of the answers that wait for a station below."""
        for path in sorted(self._folder.glob(f"*-to-{sender[-TAIL:]}{acks.SUFFIX}")):
            yield path.name, read_whole(path)


def _kept(path: Path) -> Acknowledgement | None:
    """Return the answer kept in a file; none is there, or it has gone bad, and the next takes its place."""
    try:
        return acks.read_acknowledgement(read_whole(path), path.name)
    except Trouble:
        return None


def _has_arrived(path: Path, ack: Acknowledgement, after: tuple[int, int]) -> bool:
    """Say whether a package is wholly in what is acknowledged; one with volumes on their way is not."""
    try:
        with open_package(path) as package:
            letter = package.letter
    except Trouble:  # one that has gone bad here is not taken for delivered, and stops no answer
        return False
    reached = dict([after if ack.seq else (0, 0), (ack.epoch, ack.seq)])
    there = letter.sender == ack.sender and letter.span.last <= reached.get(letter.span.epoch, 0)
    return there and letter.package not in {one.package for one in ack.volumes}


def carried(path: Path) -> Carried:
    """Return how a package that travels along stands in ours.

    Raises:
        OSError: whatever the place where it lies says.
    """
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(BLOCK):
            digest.update(block)
    return Carried(path.name, digest.hexdigest())
