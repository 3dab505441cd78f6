"""Guesses of things: every class of declared items, as the codec may meet it (hypothesis)."""

import importlib
import pkgutil
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from zsapp import rules
from zsapp.base.items import LINE, Item, Thing, base_of, items
from zsapp.base.settings import Settings

ALPHABET = st.characters(blacklist_categories=("Cc", "Cs")) | st.sampled_from("\n\t䶮𬱖é·〔〕")


def thing_classes() -> list[type[Thing]]:
    """Return every class of things that the rules declare, and the settings."""
    found: set[type[Thing]] = {Settings}
    for one in pkgutil.iter_modules(rules.__path__, "zsapp.rules."):
        module = importlib.import_module(one.name)
        found |= {
            value
            for value in vars(module).values()
            if isinstance(value, type)
            and issubclass(value, Thing)
            and value is not Thing
            and "_paper" not in value.__module__  # what is computed for one sheet is never read back
        }
    return sorted(found, key=lambda cls: f"{cls.__module__}.{cls.__name__}")


def texts(one: Item) -> st.SearchStrategy[str]:
    """Return texts fit for an item, not empty."""
    drawn = st.text(ALPHABET, min_size=1, max_size=min(one.maximum or LINE, 12))
    if one.verbatim:
        return drawn
    return drawn.map(lambda text: unicodedata.normalize("NFC", text)).filter(
        lambda text: 0 < len(text) <= (one.maximum or LINE)
    )


def numbers(one: Item) -> st.SearchStrategy[Decimal]:
    """Return numbers fit for an item."""
    places = 2 if one.money else 4 if one.places is None else one.places
    low = -(10**13) if one.minimum is None else one.minimum
    high = 10**13 if one.maximum is None else one.maximum
    return st.integers(low * 10**places, high * 10**places).map(lambda n: Decimal(n).scaleb(-places))


def values(one: Item, annotation: Any, *, internal: bool) -> st.SearchStrategy[Any]:
    """Return values fit for an item, never empty."""
    _, kind, member = base_of(annotation)
    if kind is tuple:
        return st.lists(values(one, member, internal=internal), min_size=1, max_size=2).map(tuple)
    if kind is dict:
        return st.dictionaries(
            texts(Item("", verbatim=True)), values(one, member, internal=internal), min_size=1, max_size=2
        )
    if issubclass(kind, Thing):
        return things(kind, internal=internal, row=one.row)
    leaves: dict[Any, st.SearchStrategy[Any]] = {
        str: texts(one),
        bool: st.booleans(),
        date: st.dates(),
        Decimal: numbers(one),
        int: st.integers(
            -(10**13) if one.minimum is None else one.minimum, 10**13 if one.maximum is None else one.maximum
        ),
    }
    return leaves[kind]


@st.composite
def things(
    draw: st.DrawFn, cls: type[Thing], *, internal: bool = True, row: bool = False, most: int = 6
) -> Thing:
    """Draw a thing: some items filled, some given empty, the others never given; never wholly empty."""
    declared = [one for one in items(cls) if internal or not one.internal]
    chosen = draw(
        st.lists(st.sampled_from(declared), min_size=1, max_size=most, unique_by=lambda one: one.name)
    )
    given: dict[str, Any] = {}
    blank: set[str] = set()
    for n, one in enumerate(chosen):
        _, kind, _ = base_of(one.type)
        defaulted = getattr(cls(), one.name) not in (None, "", (), {}) and not isinstance(
            getattr(cls(), one.name), Thing
        )
        ways = ["filled"] if n == 0 or defaulted else ["filled", "null", "empty"]
        way = draw(st.sampled_from(ways))
        if way == "filled":
            given[one.name] = draw(values(one, one.type, internal=internal))
        elif way == "null" and not row:
            blank.add(one.name)
        elif kind is str or (not row and (kind in (tuple, dict) or issubclass(kind, Thing))):
            given[one.name] = kind()
            blank.add(f"{one.name}=")
    return cls(**given, left_blank=frozenset(blank))
