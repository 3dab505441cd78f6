"""What a paper costs, as a ratio within one run: the final agreement against reportlab on the same words.

The floor is a bare reportlab canvas with the same faces as its own fonts, which is told every word and where
it stands: no record, no form, no line breaking, no PDF/A, no seal. Of several rounds the quietest one counts:
other work on the machine slows both, but not alike.
"""

import io
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.forms.layout import laid_out
from tests.papers import MADE_AT, SHIPPED, case_of
from zsapp.base.paths import shipped
from zsapp.press.definition import find_form
from zsapp.press.marks import LEFT, PAGE_HEIGHT, PAGE_WIDTH, TOP
from zsapp.press.pdf import Sheet, draw
from zsapp.press.raster import page_text
from zsapp.rules.mediation_paper import paper_case

ROUNDS, TIMES = 5, 15
SEAL = random.Random(1).randbytes(160)  # noqa: S311 -- noise that stands in for a signature
ATTACHED = {"form": "mediation.agreement", "version": 3}


def agreement() -> Sheet:
    """Return the final agreement of a usual case, as the desk has it drawn."""
    values = paper_case(case_of("C01"))
    form = find_form("F09")
    return draw(form, values, mode="final", qr=SEAL, attachment=ATTACHED, made_at=MADE_AT, system=SHIPPED)


@dataclass(frozen=True)
class Placed:
    """Some words in one face and size, and where they stand on the sheet."""

    text: str
    face: str
    size: float
    x: float
    y: float


def placed_words() -> list[list[Placed]]:
    """Return the words of the agreement page by page, a run of one face at a time."""
    return [
        [
            word
            for _, mark in page.words
            for word in _runs(mark.piece, LEFT + mark.x, PAGE_HEIGHT - TOP - mark.y)
        ]
        for page in laid_out(find_form("F09"), paper_case(case_of("C01")))
    ]


def _runs(piece: Any, x: float, y: float) -> Iterator[Placed]:
    start = 0
    while start < len(piece.letters):
        face = piece.letters[start].face
        end = start
        width = 0.0
        while end < len(piece.letters) and piece.letters[end].face == face:
            width += piece.letters[end].width * piece.run.size / 1000 + piece.extra[end]
            end += 1
        yield Placed(piece.text[start:end], face, piece.run.size, x, y)
        x, start = x + width, end


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Callable[[], bytes]:
    """A bare canvas that draws the same words with the same faces, opened before the clock starts."""
    monkeypatch.setattr(rl_config, "useA85", 0)
    pages = placed_words()
    for face in {word.face for page in pages for word in page}:
        path = shipped("resources") / "fonts" / f"{face}.ttf"
        pdfmetrics.registerFont(TTFont(f"bench-{face}", str(path), shapable=False))

    def drawn() -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), pageCompression=1, invariant=1)
        for page in pages:
            for word in page:
                canvas.setFont(f"bench-{word.face}", word.size)
                canvas.drawString(word.x, word.y, word.text)
            canvas.showPage()
        canvas.save()
        return out.getvalue()

    return drawn


def seconds(work: Callable[[], Any]) -> float:
    """Return how long something took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@pytest.fixture
def say(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Write a figure into the run's output."""
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    return lambda text: reporter.write_line(f"  {text}") if reporter else None


def test_a_final_agreement_costs_at_most_twice_reportlab_on_the_same_words(
    bare: Callable[[], bytes], say: Callable[[str], None]
) -> None:
    sheet = agreement()
    assert sheet.pages == 2
    ours, theirs = (sorted("".join(text.split())) for text in (page_text(sheet.pdf), page_text(bare())))
    assert len(set(ours) - set(theirs) - set("扫码核验")) == 0
    ratios = []
    for _ in range(ROUNDS):
        pairs = [(seconds(bare), seconds(agreement)) for _ in range(TIMES)]
        floor, paper = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratios.append(paper / floor)
        say(
            f"reportlab {floor * 1e3:.1f} ms, final agreement {paper * 1e3:.1f} ms, ratio {paper / floor:.2f}"
        )
    assert min(ratios) <= 2
