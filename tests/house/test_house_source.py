"""House rules no linter knows, held against the source itself."""

import ast
import re
import sys
from pathlib import Path

from tests.house.source import (
    ROOT,
    body_lines,
    defined_names,
    each,
    functions,
    import_blocks,
    modules,
    name_of,
    text_of,
    tree_of,
    words_of,
)

MOST_LINES, MOST_FUNCTION_LINES = 400, 40
FORBIDDEN = {
    *("manager", "helper", "helpers", "util", "utils", "common", "misc"),
    *("data", "info", "handle", "process", "do"),
}
IMPOSED = {
    ("handleError", "zsapp/base/log.py"): "the name that logging calls",
    ("DATA_UNREADABLE", "zsapp/base/catalogue.py"): "an error code, stable for ever",
    ("data", "zsapp/screens/"): "the name that Qt's models are asked by",
    ("data_type", "zsapp/press/xlsx.py"): "the library's name for what a cell holds",
}

LISTS = {"zsapp/base/catalogue.py": "one list by its nature: an error each, declared once, no code"}
"""Modules that may be longer, and why."""

OURS = modules("zsapp", "installer", "tests")
EACH_OF_OURS = each(OURS, name_of)
EACH_SHIPPED = each(modules("zsapp"), name_of)


@EACH_OF_OURS
def test_a_module_has_one_home_and_at_most_400_lines(path: Path) -> None:
    lines = len(text_of(path).splitlines())
    assert lines <= MOST_LINES or name_of(path) in LISTS


@EACH_OF_OURS
def test_a_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(tree_of(path))


@EACH_OF_OURS
def test_a_function_has_at_most_40_lines_below_its_docstring(path: Path) -> None:
    long = {
        one.name: body_lines(one) for one in functions(tree_of(path)) if body_lines(one) > MOST_FUNCTION_LINES
    }
    assert not long


@EACH_OF_OURS
def test_no_import_hides_from_the_program(path: Path) -> None:
    assert "TYPE_CHECKING" not in {node.id for node in ast.walk(tree_of(path)) if isinstance(node, ast.Name)}


@EACH_SHIPPED
def test_an_import_inside_a_function_says_why(path: Path) -> None:
    lines = text_of(path).splitlines()
    unexplained = [
        lines[start - 1].strip()
        for start, end in import_blocks(tree_of(path))
        if not any("#" in line for line in lines[max(start - 2, 0) : end])
    ]
    assert not unexplained


@EACH_SHIPPED
def test_a_name_says_what_it_is(path: Path) -> None:
    imposed = {name for (name, place) in IMPOSED if name_of(path).startswith(place)}
    bad = {
        f"{line}: {name}"
        for line, name in defined_names(tree_of(path))
        if FORBIDDEN & set(words_of(name)) and name not in imposed
    }
    assert not bad
    assert not FORBIDDEN & set(words_of(path.stem))


@each([one for one in modules() if one.name != Path(__file__).name], name_of)
def test_an_exception_to_a_rule_states_its_reason(path: Path) -> None:
    for number, line in enumerate(text_of(path).splitlines(), 1):
        for mark in ("# noqa", "# type: ignore", "# pragma: no"):
            if mark in line:
                reasoned = re.search(re.escape(mark) + r".*?(?: -- |  # )\S", line)
                assert reasoned, f"{number}: {line.strip()}"


@each(modules("tests"), name_of)
def test_tests_neither_sleep_nor_mock_what_is_ours(path: Path) -> None:
    tree = tree_of(path)
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
    imported = {
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert not called & {"sleep", "qWait", "qSleep"}
    assert not {name for name in imported if name and name.startswith("unittest.mock")}


@EACH_SHIPPED
def test_the_ground_stands_on_the_standard_library_alone(path: Path) -> None:
    if not name_of(path).startswith("zsapp/base/"):
        return
    for node in ast.walk(tree_of(path)):
        names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            assert name.startswith("zsapp.base") or name.split(".")[0] in sys.stdlib_module_names, name


def test_a_function_is_measured_below_its_docstring() -> None:
    tree = ast.parse(
        'def f():\n    """One.\n\n    Two.\n    """\n    a = 1\n    return a\n\n\ndef g():\n    """G."""\n'
    )
    assert [body_lines(one) for one in functions(tree)] == [3, 1]


def test_a_name_falls_into_its_words() -> None:
    assert words_of("read_wireDecimal") == ["read", "wire", "decimal"]
    assert words_of("HTTPHandler_DO") == ["http", "handler", "do"]
    assert (ROOT / "zsapp").is_dir()
