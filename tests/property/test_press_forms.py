"""Forms bent at random: a form that loads can be printed, and one that cannot be printed does not load."""

import functools

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.papers import sheet_of
from zsapp.base.errors import Code, Trouble
from zsapp.base.paths import shipped
from zsapp.press.definition import read_form
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_paper import paper_case

WORDS = [
    "kind",
    "text",
    "when",
    "unless",
    "of",
    "brief",
    "parties",
    "{",
    "}",
    "|day",
    "=",
    '"',
    "[",
    "]",
    "5",
    ":",
]


@functools.cache
def sources() -> dict[str, str]:
    """Return the shipped forms about a case as text, by name."""
    paths = sorted((shipped("forms") / "mediation").glob("*.toml"))
    texts = {path.stem: path.read_text(encoding="utf-8") for path in paths}
    return {name: text for name, text in texts.items() if '"PaperCase"' in text}


@given(st.data())
@settings(max_examples=60)
def test_a_form_is_turned_down_when_it_is_loaded_or_can_be_printed(data):
    source = sources()[data.draw(st.sampled_from(sorted(sources())))]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(source)))
        end = min(len(source), start + data.draw(st.integers(0, 12)))
        source = source[:start] + data.draw(st.sampled_from(["", *WORDS])) + source[end:]
    try:
        form = read_form(source.encode(), "bent.toml")
    except Trouble as trouble:
        assert trouble.code is Code.FORM_BROKEN
        return
    assert sheet_of(form, None, "blank").pages >= 1
    assert sheet_of(form, paper_case(Case(brief="争吵")), "final").pages >= 1
