"""The import contracts: each is seen to break on one wrong import, so that none of them is idle."""

import fnmatch
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract

from tests.house.source import ROOT

SETTINGS = read_configuration(str(ROOT / "pyproject.toml"))
CONTRACTS = SETTINGS["contracts_options"]
KINDS: dict[str, Any] = {
    "layers": LayersContract,
    "forbidden": ForbiddenContract,
    "acyclic_siblings": AcyclicSiblingsContract,
}
EACH_CONTRACT = pytest.mark.parametrize("contract", CONTRACTS, ids=lambda one: one["name"][:40])


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """The imports of the program as it is."""
    return grimp.build_graph(
        "zsapp", include_external_packages=True, exclude_type_checking_imports=True, cache_dir=None
    )


def kept(contract: dict[str, Any], graph: grimp.ImportGraph) -> bool:
    """Say whether a contract holds on a graph."""
    checker = KINDS[contract["type"]](contract["name"], SETTINGS["session_options"], contract)
    return bool(checker.check(deepcopy(graph), verbose=False).kept)


def with_import(graph: grimp.ImportGraph, importer: str, imported: str) -> grimp.ImportGraph:
    """Return the graph with one import more."""
    changed = deepcopy(graph)
    if imported not in changed.modules:
        changed.add_module(imported, is_squashed=True)
    changed.add_import(importer=importer, imported=imported)
    return changed


def wrong_imports(contract: dict[str, Any], graph: grimp.ImportGraph) -> Iterator[tuple[str, str]]:
    """Return (importer, imported) of every pair that a contract is there to forbid."""
    if contract["type"] == "forbidden":
        for pattern in contract["source_modules"]:
            sources = fnmatch.filter(graph.modules, pattern)
            assert sources, f"{pattern} names no module"
            for source in sources:
                for forbidden in contract["forbidden_modules"]:
                    yield source, forbidden
    elif contract["type"] == "layers":
        layers = [
            [one for one in re.findall(r"[\w.]+", layer) if one in graph.modules]
            for layer in contract["layers"]
        ]
        for height, layer in enumerate(layers):
            for module in layer:
                above = [one for higher in layers[:height] for one in higher]
                yield from ((module, other) for other in (*above, *layer) if other != module)
    else:
        yield "zsapp.base.errors", "zsapp.base.plain"
        yield "zsapp.rules.mediation_parts", "zsapp.rules.mediation"


@EACH_CONTRACT
def test_the_program_keeps_its_contracts(contract: dict[str, Any], graph: grimp.ImportGraph) -> None:
    assert kept(contract, graph)


@EACH_CONTRACT
def test_a_contract_breaks_on_one_wrong_import(contract: dict[str, Any], graph: grimp.ImportGraph) -> None:
    pairs = list(wrong_imports(contract, graph))
    assert pairs
    idle = [pair for pair in pairs if kept(contract, with_import(graph, *pair))]
    assert not idle


def test_the_command_sees_a_wrong_line(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "zsapp", tmp_path / "zsapp", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "zsapp" / "rules" / "person.py").open("a", encoding="utf-8") as source:
        source.write("import PySide6.QtWidgets\n")
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Qt lives in screens BROKEN" in done.stdout
    assert "zsapp.rules.person" in done.stdout
