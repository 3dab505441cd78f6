"""Writes requirements.lock from the environment it runs in: the exact version of every package it needs.

Run it by the environment's own Python after installing or upgrading something there. What neither the program
nor its tests ask for is left out, so that nothing comes along by accident.
"""

import re
import tomllib
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "installer" / "requirements.lock"
HEAD = "# 本程序及其测试所需的全部程序包，版本固定；由 installer/make_lock.py 写成，不要手改。\n"
HUB = "# hub 以下只有联网接收才用 Below: for the hub only\n"
TESTS = "# tests 以下只有测试和检查才用 Below: for tests and checks only\n"


def closure(wanted: Iterable[str]) -> dict[str, str]:
    """Return the installed name and version of every package that the requirements pull in."""
    found: dict[str, str] = {}
    waiting = [(Requirement(text), "") for text in wanted]
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        key = canonicalize_name(requirement.name)
        new_extras = requirement.extras or {""}
        if key in found and new_extras == {""}:
            continue
        installed = distribution(requirement.name)
        found[key] = f"{installed.metadata['Name']}=={installed.version}"
        waiting += [(Requirement(text), one) for one in new_extras for text in installed.requires or []]
    return found


def lock_text() -> str:
    """Return the lock of the environment this runs in."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = settings["project"]
    run = closure([*project["dependencies"], *settings["build-system"]["requires"]])
    extras = project["optional-dependencies"]
    hub = {key: line for key, line in closure(extras["hub"]).items() if key not in run}
    tests = {key: line for key, line in closure(extras["dev"]).items() if key not in run | hub}
    parts = ["\n".join(line for _, line in sorted(part.items())) for part in (run, hub, tests)]
    return re.sub(r"\n+", "\n", f"{HEAD}{parts[0]}\n{HUB}{parts[1]}\n{TESTS}{parts[2]}\n")


if __name__ == "__main__":
    LOCK.write_text(lock_text(), encoding="utf-8")
