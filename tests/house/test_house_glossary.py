"""The glossary: each term once, with its source; each name it gives is in the code; no service is missing."""

import ast
import tomllib
from functools import cache
from typing import Any

import pytest

from tests.house.source import modules
from zsapp.base.paths import shipped
from zsapp.rules.front_desk import SERVICES


@cache
def terms() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads((shipped("resources") / "glossary.toml").read_text(encoding="utf-8"))["term"])


@cache
def known() -> frozenset[str]:
    """Return every class, constant and item of the code, and the name of every module."""
    found: set[str] = set()
    for path in modules("zsapp"):
        found.add(path.stem)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found.add(node.name)
            elif isinstance(node, ast.AnnAssign | ast.Assign):
                targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
                for target in targets:
                    names = target.elts if isinstance(target, ast.Tuple) else [target]
                    found |= {one.id for one in names if isinstance(one, ast.Name)}
    return frozenset(found)


def test_each_term_stands_once_and_says_where_it_is_from() -> None:
    words = [one["zh"] for one in terms()]
    assert sorted(words) == sorted(set(words))
    assert [one["zh"] for one in terms() if not (one["source"].strip() and one["en"].strip())] == []


@pytest.mark.parametrize("term", terms(), ids=lambda one: one["en"])
def test_a_term_has_the_name_that_the_code_gives_it(term: dict[str, Any]) -> None:
    assert [name for name in term["names"] if name not in known()] == []


def test_every_service_is_a_term_of_the_field() -> None:
    words = [one["zh"] for one in terms()]
    assert [row.label for row in SERVICES.values() if not any(word in row.label for word in words)] == []
