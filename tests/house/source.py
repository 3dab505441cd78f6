"""The source as the house tests read it: files, trees, names."""

import ast
import functools
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
UNSEEN = {".git", ".venv", "__pycache__", "build", "dist", ".mypy_cache", ".ruff_cache", ".pytest_cache"}


@functools.cache
def tracked() -> tuple[Path, ...]:
    """Return every file of the project as git sees it; without git, all but what tools leave behind."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        found = [one for one in ROOT.rglob("*") if one.is_file()]
        return tuple(sorted(one for one in found if not UNSEEN & set(one.relative_to(ROOT).parts)))
    listed = subprocess.run(
        [git, "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-coz", "--exclude-standard"],
        check=True,
        capture_output=True,
    ).stdout.decode()
    return tuple(sorted(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()))


def modules(*folders: str) -> list[Path]:
    """Return the Python modules under the named folders, or all."""
    return [
        one
        for one in tracked()
        if one.suffix == ".py" and (not folders or one.relative_to(ROOT).parts[0] in folders)
    ]


def name_of(path: Path) -> str:
    """Return a file's path within the project."""
    return path.relative_to(ROOT).as_posix()


@functools.cache
def text_of(path: Path) -> str:
    """Return a file's text; bytes that are no text are passed over."""
    return path.read_text(encoding="utf-8", errors="replace")


@functools.cache
def tree_of(path: Path) -> ast.Module:
    """Return a module's tree."""
    return ast.parse(text_of(path))


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> list[Function]:
    """Return every function and method of a tree."""
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def body_lines(function: Function) -> int:
    """Return how many lines a function has below its docstring, its signature included."""
    first, *rest = function.body
    documented = ast.get_docstring(function) is not None
    if documented and not rest:
        return first.lineno - function.lineno
    length = (function.end_lineno or 0) - function.lineno + 1
    return length - ((first.end_lineno or 0) - first.lineno + 1 if documented else 0)


def words_of(name: str) -> list[str]:
    """Return the words a name is composed of: read_wire_decimal, MaskedFormatter, ZSAPP_HOME."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\W]+", " ", name)
    return [word.lower() for word in spaced.split()]


def defined_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Return (line, name) of all that a module gives a name to: classes, functions, arguments, variables."""
    for node in ast.walk(tree):
        if isinstance(node, Function | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.attr
        elif isinstance(node, ast.alias) and node.asname:
            yield node.lineno, node.asname


def import_blocks(tree: ast.AST) -> Iterator[tuple[int, int]]:
    """Return (first line, last line) of every run of imports inside a function."""
    for function in functions(tree):
        for node in ast.walk(function):
            for body in (getattr(node, name, None) for name in ("body", "orelse", "finalbody")):
                if isinstance(body, list):
                    yield from _runs(body)


def _runs(body: list[ast.stmt]) -> Iterator[tuple[int, int]]:
    start = end = 0
    for statement in [*body, None]:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            start, end = start or statement.lineno, statement.end_lineno or 0
        elif start:
            yield start, end
            start = 0


def each(
    things: Sequence[T], called: Callable[[T], str]
) -> Callable[[Callable[[T], None]], Callable[[], None]]:
    """Return what makes one test of a check of many things: thousands of tests cost a minute to count alone.

    Every thing that fails is told, by what it is `called`, with what the check says of it.
    """

    def wrap(check: Callable[[T], None]) -> Callable[[], None]:
        def test() -> None:
            faults = {}
            for one in things:
                try:
                    check(one)
                except AssertionError as fault:
                    faults[called(one)] = str(fault).splitlines()[0] if str(fault) else "no"
            assert not faults, faults

        test.__name__, test.__doc__ = check.__name__, check.__doc__
        test.__module__ = check.__module__
        return test

    return wrap
