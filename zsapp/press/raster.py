"""Raster (页面图像): pages of a paper as gray images, for the preview and for printers that want pictures.

Refuses to know: windows, printers, forms.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from zsapp.base.errors import Code, Trouble


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page: width and height in pixels, one byte a pixel (0 black, 255 white), row by row."""

    width: int
    height: int
    gray: bytes


@contextmanager
def _opened(document: bytes) -> Iterator[Any]:
    import pypdfium2  # start-up time: only when a paper is shown

    try:
        pdf = pypdfium2.PdfDocument(document)
    except pypdfium2.PdfiumError as fault:
        raise Trouble(Code.PAPER_UNREADABLE) from fault
    try:
        yield pdf
    finally:
        pdf.close()


def page_count(document: bytes) -> int:
    """Return how many pages a paper has.

    Raises:
        Trouble: PAPER_UNREADABLE.
    """
    with _opened(document) as pdf:
        return len(pdf)


def page_images(document: bytes, *, dpi: float, pages: range | None = None) -> tuple[PageImage, ...]:
    """Return pages (all, or those of a range counted from 0) as gray images.

    Raises:
        Trouble: PAPER_UNREADABLE.
    """
    with _opened(document) as pdf:
        wanted = pages if pages is not None else range(len(pdf))
        return tuple(_image(pdf[n], dpi) for n in wanted)


def _image(page: Any, dpi: float) -> PageImage:
    bitmap = page.render(scale=dpi / 72.0, grayscale=True)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    pixels = bytes(bitmap.buffer)
    bitmap.close()
    page.close()
    if stride != width:
        pixels = b"".join(pixels[n * stride : n * stride + width] for n in range(height))
    return PageImage(width, height, pixels)


def page_text(document: bytes) -> str:
    """Return the text of all pages as a reader copies it out.

    Raises:
        Trouble: PAPER_UNREADABLE.
    """
    return "\n".join(page_texts(document))


def page_texts(document: bytes) -> tuple[str, ...]:
    """Return the text of each page as a reader copies it out.

    Raises:
        Trouble: PAPER_UNREADABLE.
    """
    with _opened(document) as pdf:
        return tuple(_text(page) for page in pdf)


def _text(page: Any) -> str:
    layer = page.get_textpage()
    text = str(layer.get_text_range())
    layer.close()
    page.close()
    return text
