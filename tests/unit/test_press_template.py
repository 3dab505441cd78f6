"""The parts of a template."""

import pytest

from zsapp.press.template import Choice, Hole, Literal, parse


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ()),
        ("编号：", (Literal("编号："),)),
        ("{name}", (Hole("name"),)),
        ("姓名{name:8}（签）", (Literal("姓名"), Hole("name", width=8), Literal("（签）"))),
        ("{made_on|day}", (Hole("made_on", "day"),)),
        ("{role=当事人}", (Hole("role", usual="当事人"),)),
        ("{names|list:12}", (Hole("names", "list", 12),)),
        ("{:6}", (Hole("", width=6),)),
        ("{by_committee?主动调解}", (Choice("by_committee", "主动调解"),)),
    ],
)
def test_a_template_is_taken_apart(text, parts):
    assert parse(text) == parts


@pytest.mark.parametrize("text", ["{", "}", "{name", "name}", "{Name}", "{a.b}", "{name:x}", "{{name}}"])
def test_a_brace_that_is_no_hole_is_a_fault(text):
    with pytest.raises(ValueError, match=r"[{}]"):
        parse(text)
