"""A form laid out for the tests: its pages with what stands on them, before anything is drawn."""

from dataclasses import dataclass

from zsapp.base.items import Thing
from zsapp.press.blocks import strips_of
from zsapp.press.definition import ABOUT, Form
from zsapp.press.flow import Page, paginate, papers_of
from zsapp.press.fonts import shelf
from zsapp.press.inline import Scope
from zsapp.press.lines import Setter
from zsapp.press.marks import PITCH, Mark, Words, extent, text_of
from zsapp.press.pdf import FOOT, _laid

Box = tuple[float, float, float, float]
SETTER = Setter(shelf(), PITCH)


@dataclass(frozen=True)
class Laid:
    """A page: how it was filled, and its marks measured from the corner of its margins."""

    page: Page
    marks: list[Mark]

    @property
    def lines(self) -> list[str]:
        """The words of the page, strip by strip."""
        return [text for _, strip in self.page.placed if (text := text_of(strip))]

    @property
    def words(self) -> list[tuple[Box, Words]]:
        """What is written on the page, and where: ticks, which stand in their boxes, left out."""
        found = [(extent(mark), mark) for mark in self.marks if isinstance(mark, Words)]
        return [
            (box, mark) for box, mark in found if box and mark.piece.text.strip() and not mark.piece.run.tick
        ]


def laid_out(form: Form, values: Thing | None) -> list[Laid]:
    """Return the pages of a form."""
    strips = strips_of(form.blocks, Scope(ABOUT[form.about], values), SETTER)
    pages = [page for paper in papers_of(strips) for page in paginate(paper)]
    return [Laid(page, _laid(page, SETTER, foot=form.foot)) for page in pages]


def collisions(page: Laid) -> list[tuple[str, str]]:
    """Return the words of a page that are printed one over the other."""
    words = sorted(page.words, key=lambda one: one[0][1])
    found = []
    for n, (box, mark) in enumerate(words):
        for other, second in words[n + 1 :]:
            if other[1] > box[3]:
                break
            across = min(box[2], other[2]) - max(box[0], other[0])
            down = min(box[3], other[3]) - max(box[1], other[1])
            if across > 1.2 and down > 1.2:
                found.append((mark.piece.text, second.piece.text))
    return found


def outside(page: Laid, measure: float) -> list[str]:
    """Return the words of a page that stand beyond its margins."""
    return [
        mark.piece.text
        for (left, top, right, bottom), mark in page.words
        if left < -0.5 or right > measure + 0.6 or top < -1.0 or bottom > FOOT + 5.0
    ]
