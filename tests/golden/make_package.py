"""Makes the golden package of a format: run once when the format is born, never again.

    python -m tests.golden.make_package            # package-N
    python -m tests.golden.make_package closed     # closed-N: with a record that is closed to the way

It writes `package-N.zspkg`, the answer to it, the records and the paper that lie in it, and the keys of the
stations, which are nobody's. Its certificates hold for two thousand years, so that time alone breaks no test.
"""

import base64
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.desks import CITY, TOWN, VILLAGE, enrol, make_desk, plain_cases
from zsapp.exchange import certificates
from zsapp.exchange.manifest import FORMAT

HERE = Path(__file__).parent
PAPER = b"%PDF-1.7 golden " + bytes(range(256)) * 16
CASES = 3
CLOSED = {"id": "密-1", "matter": "M14", "restricted": ["家庭暴力"], "applicant": {"name": "何永年"}}
"""A restricted intake: the town carries it and cannot read it."""


def main(kind: str = "package") -> None:
    """Write the files beside this one."""
    certificates.YEARS = dict.fromkeys(certificates.TIERS, 2000)
    with TemporaryDirectory() as place:
        folder = Path(place)
        city, town, village = (make_desk(folder / code, code) for code in (CITY, TOWN, VILLAGE))
        enrol(city, town, folder)
        enrol(town, village, folder)
        ids = [village.save(case) for case in plain_cases()[:CASES]]
        village.print(ids[0], PAPER)
        closed = {village.take_in(CLOSED): CLOSED} if kind == "closed" else {}
        stick = folder / "stick"
        stick.mkdir()
        package = village.exchange.export(stick).file
        (HERE / f"{kind}-{FORMAT}.zspkg").write_bytes(package.read_bytes())
        town.exchange.import_path(stick)
        if kind == "package":
            (HERE / f"acknowledgement-{FORMAT}.zsack").write_bytes(next(stick.glob("*.zsack")).read_bytes())
        said = {
            "town": _station(town),
            "city": _station(city),
            "closed": closed,
            "village": village.store.station,
            "records": dict(zip(ids, plain_cases(), strict=False)),
            "paper": base64.b64encode(PAPER).decode(),
        }
        text = json.dumps(said, ensure_ascii=False, indent=1)
        (HERE / f"{kind}-{FORMAT}.json").write_text(text, encoding="utf-8")
        for desk in (city, town, village):
            desk.store.close()


def _station(desk) -> dict[str, object]:
    known = desk.credentials()
    return {
        "station": desk.store.station,
        "sign": known.keys.sign.hex(),
        "box": known.keys.box.decode(),
        "chain": certificates.chain_texts(known.chain),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
