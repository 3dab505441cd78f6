"""What the bench of the exchange measures, in a process of its own: 1,000 cases out, verified, and in."""

import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.memory import peak_mb
from tests.desks import plain_cases, three_desks
from zsapp.base.canonical import canonical
from zsapp.base.ids import new_id
from zsapp.services.exchange import inspect

CASES, CASE_BYTES = 1_000, 8_000
HAN = [chr(0x4E00 + number) for number in range(3000)]


def cases() -> list[dict[str, Any]]:
    """Return cases of 8 KB each, no two alike: what is added to the acceptance cases hardly compresses."""
    dice = random.Random(1)  # noqa: S311 -- dice of a test
    made = []
    for number in range(CASES):
        case = dict(plain_cases()[number % len(plain_cases())])
        short = max(CASE_BYTES - len(canonical(case)), 0) // 3
        words = f"第{number}次调查：" + "".join(dice.choices(HAN, k=short))
        case["investigation"] = case.get("investigation", "") + words
        made.append(case)
    return made


def timed(errand: Callable[[], Any]) -> float:
    """Return how many seconds an errand takes."""
    start = time.perf_counter()
    errand()
    return time.perf_counter() - start


def main() -> None:
    """Print the figures as JSON."""
    made = cases()
    size = sum(len(canonical(case)) for case in made)
    with TemporaryDirectory() as place, three_desks(Path(place)) as three:
        with three.village.store.write() as writer:
            for case in made:
                writer.save("mediation", new_id(), case, base_version=0, verb="save")
        before = peak_mb()
        written = timed(lambda: three.village.exchange.export(three.stick))
        (package,) = three.stick.glob("*.zspkg")
        verified = timed(lambda: inspect(package))
        imported = timed(lambda: three.town.exchange.import_path(three.stick))
        with three.town.store.read() as reader:
            arrived = reader.page("mediation", limit=1).total
        figures = {
            "cases": arrived,
            "plain_mb": size / 1e6,
            "package_mb": package.stat().st_size / 1e6,
            "write_s": written,
            "verify_s": verified,
            "import_s": imported,
            "before_mb": before,
            "peak_mb": peak_mb(),
        }
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main()
