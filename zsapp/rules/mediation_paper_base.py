"""What the further papers stand on (文书的共同部分): the occasion, and a case on paper with more items.

Each family of papers is a `PaperCase` with more items, computed from the case and the occasion alone.
Refuses to know: fonts, pages, forms, clocks (the day is given).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from zsapp.base.items import items
from zsapp.rules.mediation_paper import PaperCase
from zsapp.rules.mediation_paper_parts import PaperLine
from zsapp.rules.mediation_quality import Quality
from zsapp.rules.mediation_volume import Entry
from zsapp.rules.subsidy import Claim
from zsapp.rules.tables import Tables

P = TypeVar("P", bound=PaperCase)


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a paper is made, the tables at hand; for the dossier's own papers what it holds and is claimed."""

    today: date
    tables: Tables
    contents: tuple[Entry, ...] = ()
    quality: Quality | None = None
    claim: Claim | None = None


def widened(kind: Callable[..., P], base: PaperCase, **more: Any) -> P:
    """Return a case on paper with the further items of a family."""
    return kind(**{one.name: getattr(base, one.name) for one in items(PaperCase)}, **more)


def numbered(texts: tuple[str, ...], where: str) -> tuple[PaperLine, ...]:
    """Return texts as numbered lines that all stand at one item; a single one is not numbered."""
    several = len(texts) > 1
    return tuple(
        PaperLine(at=where, text=(f"{n}．" if several else "") + text.rstrip("。") + "。")
        for n, text in enumerate(texts, 1)
    )
