"""The mask of the log: somebody tries to get a number past it."""

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from zsapp.base.log import masked

DIGITS = st.text("0123456789", min_size=15, max_size=20)
DOCUMENTS = st.from_regex("[0-9]{17}[0-9Xx]", fullmatch=True)
PHONES = st.tuples(st.sampled_from("3456789"), st.text("0123456789", min_size=9, max_size=9)).map(
    lambda parts: "1" + "".join(parts)
)
LANDLINES = st.tuples(
    st.sampled_from(["010", "020", "0760", "0755"]), st.text("0123456789", min_size=7, max_size=8)
).map("-".join)
JOINTS = st.sampled_from([" ", "-", " - ", "\u00a0", "–", "·"])


@st.composite
def written(draw: st.DrawFn) -> str:
    """Draw a person's number as somebody may have written it: whole, in groups, in wide digits."""
    number = draw(DIGITS | DOCUMENTS | PHONES | LANDLINES)
    if draw(st.booleans()) and "-" not in number:
        joint = draw(JOINTS.filter(lambda text: len(text) <= 2))
        cuts = {6: (6, 14), 11: (3, 7)}.get(11 if len(number) == 11 else 6, ())
        number = joint.join(number[a:b] for a, b in zip((0, *cuts), (*cuts, None), strict=True))
    if draw(st.booleans()):
        number = "".join(chr(ord(c) + 0xFEE0) if c in "0123456789" else c for c in number)
    return number


def bare(text: str) -> str:
    """Return a text's digits and X alone, so that no joint hides a number."""
    return re.sub(r"[^0-9X]", "", unicodedata.normalize("NFKC", text).upper())


@settings(max_examples=100)
@given(before=st.text(max_size=8), number=written(), after=st.text(max_size=8))
def test_no_number_of_a_person_gets_past_the_mask(before: str, number: str, after: str) -> None:
    line = masked(f"{before}{number}{after}")
    assert number not in line
    assert bare(number)[:-3] not in bare(line)


@settings(max_examples=100)
@given(text=st.text("0123456789abcdefX -:/", max_size=60))
def test_nothing_long_enough_to_be_a_number_is_left(text: str) -> None:
    own = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{64}")
    assert not re.search(r"\d{11}", own.sub("", masked(text)))
    assert masked(masked(text)) == masked(text)
