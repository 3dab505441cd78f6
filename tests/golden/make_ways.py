"""Makes the golden files of everything but packages: run once when a format is born, never again.

    python -m tests.golden.make_ways

What goes down (an answer with a verdict, what is held and a revocation; a file that gives back), what makes a
station one (its request, the answer to it), the receipt on paper, and a backup. In `ways-1.json` stand what
they say and the keys, which are nobody's; their certificates hold for two thousand years.
"""

import json
import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.desks import CITY, NEIGHBOUR, TOWN, VILLAGE, Desk, enrol, make_desk, plain_cases
from tests.golden.make_package import PAPER, _station
from zsapp.base import clock
from zsapp.exchange import certificates
from zsapp.press import seal
from zsapp.records.backup import Asked, make_backup
from zsapp.records.backup_file import FOLDER, HAND
from zsapp.services.giving_back import GivingBack
from zsapp.services.receipts import Receipts
from zsapp.services.review import Reviews

HERE = Path(__file__).parent
REASON = "申请人住址不完整"
HELD = {"nonsense": 1}


def main() -> None:
    """Write the files beside this one."""
    certificates.YEARS = dict.fromkeys(certificates.TIERS, 2000)
    with TemporaryDirectory() as place:
        folder = Path(place)
        codes = (CITY, TOWN, VILLAGE, NEIGHBOUR)
        city, town, village, other = (make_desk(folder / code, code) for code in codes)
        enrol(city, town, folder)
        (HERE / "request-1.zsreq").write_bytes(village.enrolment.request_bytes())
        enrol(town, village, folder)
        enrol(town, other, folder)
        town.enrolment.revoke(other.credentials().own.serial, reason="电脑被盗")
        (HERE / "answer-1.zscert").write_bytes(town.enrolment.answer(village.store.station) or b"")
        ids = [village.save(case) for case in plain_cases()[:2]]
        bad = village.save(HELD)
        village.print(ids[0], PAPER)
        sent = village.exchange.export(folder).file
        (HERE / "sent-1.zspkg").write_bytes(sent.read_bytes())
        town.exchange.import_path(sent)
        reviews = Reviews(town.store, town.profile, town.days)
        reviews.give_back(ids[0], REASON)
        answer = reviews.write_answer(village.store.station, folder)
        (HERE / "answered-1.zsack").write_bytes(answer.read_bytes())
        given = GivingBack(town.store).give(village.store.station, folder)
        (HERE / "given-1.zsback").write_bytes(given.file.read_bytes())
        sheet = Receipts(town.store, reviews, town.days).sheet(village.store.station)
        (content,) = seal.read_document(sheet)
        _back_up(village, folder / "backup")
        said = {
            "town": _station(town),
            "village": _station(village),
            "revoked": other.credentials().own.serial,
            "records": dict(zip(ids, plain_cases(), strict=False)),
            "held": bad,
            "seq": given.seq,
            "receipt": seal.seal_text(content),
        }
        (HERE / "ways-1.json").write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")
        for desk in (city, town, village, other):
            desk.store.close()


def _back_up(desk: Desk, place: Path) -> None:
    with suppress(FileNotFoundError):
        shutil.rmtree(HERE / "backup-1")
    place.mkdir()
    make_backup(desk.store.home, desk.store.key, place, Asked(why=HAND, made_at=clock.now()))
    shutil.copytree(place / FOLDER, HERE / "backup-1" / FOLDER)


if __name__ == "__main__":
    main()
