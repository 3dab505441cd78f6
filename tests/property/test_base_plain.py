"""The codec over every class of things: what is written is read back, what is bent is refused (§ codec)."""

import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.things import thing_classes, things
from zsapp.base.canonical import canonical, read_canonical
from zsapp.base.errors import Refusal
from zsapp.base.items import Thing, items
from zsapp.base.plain import fit_to_keep, from_plain, from_sheet, to_plain, to_sheet
from zsapp.rules.mediation import Case

EACH_THING = pytest.mark.parametrize("cls", thing_classes(), ids=lambda cls: cls.__name__)

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([1, -1]).map(lambda sign: sign * 16**9000)
    | st.decimals(allow_nan=True, allow_infinity=True)
    | st.sampled_from(["NaN", "sNaN", "Infinity", "-Infinity", "1E+999999", "1E-999999", "0E+400"]).map(
        Decimal
    )
    | st.text(st.characters(), max_size=8)
    | st.sampled_from(["\ud800", "\x1b[2J", "甲" * 10_000, "2026-13-01", "20260309", "１２"])
    | st.dates()
    | st.just(datetime(2026, 3, 9, 10, 30, tzinfo=UTC))
    | st.binary(max_size=4)
)
KEYS = st.text(st.characters(), max_size=6) | st.integers(-5, 5) | st.booleans() | st.none()
BENT = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


@EACH_THING
@settings(max_examples=20)
@given(guess=st.data())
def test_the_wire_gives_back_what_was_written(cls: type[Thing], guess: st.DataObject) -> None:
    thing = guess.draw(things(cls))
    wire = canonical(to_plain(thing))
    assert from_plain(cls, read_canonical(wire)) == thing
    assert canonical(to_plain(from_plain(cls, read_canonical(wire)))) == wire


@EACH_THING
@settings(max_examples=20)
@given(guess=st.data())
def test_a_sheet_gives_back_what_was_written(cls: type[Thing], guess: st.DataObject) -> None:
    thing = guess.draw(things(cls, internal=False))
    sheet = to_sheet(thing)
    assert from_sheet(cls, sheet) == thing
    assert to_sheet(from_sheet(cls, sheet)) == sheet


@settings(max_examples=100)
@given(case=things(Case, most=12))
def test_a_whole_case_travels_both_ways(case: Case) -> None:
    assert from_plain(Case, read_canonical(canonical(to_plain(case)))) == case


@settings(max_examples=100)
@given(guess=st.data(), cls=st.sampled_from(thing_classes()), bent=BENT)
@example(guess=None, cls=Case, bent={"accident": {"liability": {"\x1b": "x"}}})
@example(guess=None, cls=Case, bent={"roster": [[None] * 40]})
@example(guess=None, cls=Case, bent={"parties": [{"age": Decimal("sNaN")}]})
@example(guess=None, cls=Case, bent={"totals": {"amount": Decimal("1E+999999")}})
def test_a_bent_sheet_is_a_thing_or_a_refusal(guess: Any, cls: type[Thing], bent: Any) -> None:
    sheet = bent if guess is None else guess.draw(_bend(cls, bent))
    try:
        thing = from_sheet(cls, sheet)
    except Refusal as refusal:
        assert isinstance(refusal.field, str)
        said = f"{refusal}{refusal.remedy}{refusal.field}"
        assert not any(unicodedata.category(character)[0] == "C" for character in said)
        assert len(str(refusal)) < 200
    else:
        assert fit_to_keep(thing) == thing


@st.composite
def _bend(draw: st.DrawFn, cls: type[Thing], bent: Any) -> Any:
    """Draw the sheet of a thing with something bent at one place of it."""
    sheet = to_sheet(draw(things(cls, internal=False)))
    here: Any = sheet
    while isinstance(here, dict | list) and here:
        place = draw(st.sampled_from(list(here) if isinstance(here, dict) else list(range(len(here)))))
        if draw(st.booleans()) or not isinstance(here[place], dict | list) or not here[place]:
            here[place] = bent
            return sheet
        here = here[place]
    return bent


@settings(max_examples=100)
@given(cls=st.sampled_from(thing_classes()), bent=BENT, guess=st.data())
def test_a_bent_payload_is_a_thing_or_a_refusal(cls: type[Thing], bent: Any, guess: st.DataObject) -> None:
    plain = to_plain(guess.draw(things(cls)))
    plain[guess.draw(st.sampled_from(sorted(plain)))] = bent
    try:
        thing = from_plain(cls, plain)
    except Refusal as refusal:
        assert isinstance(refusal.field, str)
    else:
        assert from_plain(cls, to_plain(thing)) == thing


@EACH_THING
@given(key=st.text(st.characters(), max_size=30))
@settings(max_examples=10)
def test_an_unknown_key_is_refused_by_name(cls: type[Thing], key: str) -> None:
    if key in {one.sheet_key for one in items(cls)}:
        return
    with pytest.raises(Refusal) as refused:
        from_sheet(cls, {key: "x"})
    assert refused.value.code.name == "IMPORT_KEY_UNKNOWN"
    assert from_sheet(cls, {key: "x"}, ignore=(key,)) == cls()


@settings(max_examples=100)
@given(day=st.dates())
def test_a_day_has_one_spelling(day: date) -> None:
    assert from_sheet(Case, {"dates": {"apply": day.isoformat()}}).dates.apply == day
    for other in (day.strftime("%Y%m%d"), f"{day.isoformat()} ", day.isoformat().replace("0", "０")):
        if other != day.isoformat():
            with pytest.raises(Refusal):
                from_sheet(Case, {"dates": {"apply": other}})
