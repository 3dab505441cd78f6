"""The catalogue of errors: every code has a number of its own, a remedy, and a test in which it is raised."""

import ast
import re
from collections import Counter
from string import Formatter

from tests.house.source import each, modules, name_of, text_of, tree_of
from zsapp.base.errors import Code

NAMED = {
    name
    for path in modules("tests")
    if path.name != "test_house_errors.py"
    for name in re.findall(r"\bCode\.([A-Z_]+)\b", text_of(path))
}
EACH_CODE = each(list(Code), lambda code: code.name)


@EACH_CODE
def test_every_code_is_raised_in_some_test(code: Code) -> None:
    untested = code.name not in NAMED
    assert not untested


@EACH_CODE
def test_every_code_says_in_chinese_what_happened_and_what_to_do(code: Code) -> None:
    for text in (code.value.sentence, code.value.remedy):
        assert re.search("[\u4e00-\u9fff]", text)
        assert not text.endswith(("。", "！", " "))


@EACH_CODE
def test_every_number_stands_in_its_range(code: Code) -> None:
    assert code.value.number // 1000 in {1, 2, 3, 4, 5, 6, 9}
    assert 1000 <= code.value.number <= 9999


def test_no_two_codes_share_a_number_or_a_name() -> None:
    numbers = Counter(one.value.number for one in Code.__members__.values())
    assert not {number for number, times in numbers.items() if times > 1}
    assert len(Code.__members__) == len(list(Code))


def _raised() -> list[tuple[str, Code, set[str]]]:
    """Return (where, code, facts given) of every place that raises a code by name, with all its facts."""
    found = []
    for path in modules("zsapp"):
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Attribute):
                continue
            first = node.args[0]
            named = isinstance(first.value, ast.Name) and first.value.id == "Code"
            says = isinstance(node.func, ast.Name) and node.func.id in {"Refusal", "Trouble", "ZsError"}
            if named and says and all(keyword.arg for keyword in node.keywords):
                facts = {str(keyword.arg) for keyword in node.keywords}
                found.append((f"{name_of(path)}:{node.lineno}", Code[first.attr], facts))
    return found


def test_whoever_raises_a_code_gives_every_fact_its_sentence_asks_for() -> None:
    short = []
    for where, code, facts in _raised():
        texts = (code.value.sentence, code.value.remedy)
        holes = {hole for text in texts for _, hole, _, _ in Formatter().parse(text) if hole}
        if holes - facts:
            short.append(f"{where} {code.name} without {sorted(holes - facts)}")
    assert not short
