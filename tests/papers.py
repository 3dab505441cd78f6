"""Papers for the tests: acceptance cases as things, drawn forms, and their text as poppler reads it."""

import functools
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from zsapp.base.items import Thing
from zsapp.base.plain import from_sheet
from zsapp.press.definition import Form, find_form
from zsapp.press.pdf import Sheet, System, draw
from zsapp.rules.mediation import ANNOTATIONS, Case
from zsapp.rules.mediation_paper import PaperCase, paper_case

SOURCE = Path(__file__).parent / "cases" / "mediation.yaml"
NAMES = ("C01", "C03", "C05", "C06", "C08", "C09")
NUMBERS = ("F02", "F03", "F08", "F09")
MADE_AT = datetime(2026, 3, 9, 2, 30, tzinfo=UTC)
SHIPPED = System(None)
"""A system without a FangSong, so that papers look alike on every machine."""
WATERMARK = "草稿未经校核"


class _Exact(yaml.SafeLoader):
    """Numbers are exact decimals."""


_Exact.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(loader.construct_scalar(node)))


@functools.cache
def _records() -> dict[str, Case]:
    loaded = yaml.load(SOURCE.read_text(encoding="utf-8"), _Exact)  # noqa: S506 -- _Exact is a SafeLoader
    return {one["case"]: from_sheet(Case, one, ANNOTATIONS) for one in loaded if "case" in one}


def case_of(name: str) -> Case:
    """Return an acceptance case."""
    return _records()[name]


def paper(number: str, values: Thing | None, mode: Any = "final", **facts: Any) -> Sheet:
    """Draw a form with the shipped fonts."""
    made_at = None if mode == "blank" else MADE_AT
    return draw(find_form(number), values, mode=mode, made_at=made_at, system=SHIPPED, **facts)


@functools.cache
def acceptance(number: str, name: str, mode: str = "final") -> Sheet:
    """Draw a form of an acceptance case, once for all tests that only look."""
    return paper(number, paper_case(case_of(name)), mode)


def sheet_of(form: Form, values: Thing | None, mode: Any = "final") -> Sheet:
    """Draw a form that is not among the shipped ones."""
    return draw(form, values, mode=mode, made_at=MADE_AT, system=SHIPPED)


def poppler(pdf: bytes) -> str:
    """Return the text of a PDF as poppler copies it out, in the order it was drawn."""
    made = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return made.stdout.decode()


def flowing(sheet: Sheet) -> str:
    """Return the text of a sheet without white space, feet and watermark: what runs over a page is whole."""
    text = bare(poppler(sheet.pdf)).replace(WATERMARK, "")
    return re.sub(r"第\d+页共\d+页", "", text)


def bare(text: str) -> str:
    """Return a text without white space."""
    return "".join(text.split())


def values_of(value: Any) -> Iterator[str]:
    """Yield every text that the values of a thing hold."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, date):
        yield f"{value.year}年{value.month}月{value.day}日"
    elif isinstance(value, tuple):
        for member in value:
            yield from values_of(member)
    elif isinstance(value, Thing):
        for name in value.__dataclass_fields__:
            if name not in ("left_blank", "at", "sides"):
                yield from values_of(getattr(value, name))


def case_on_paper(name: str) -> PaperCase:
    """Return an acceptance case in the words of its papers."""
    return paper_case(case_of(name))
