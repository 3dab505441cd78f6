"""The binding (装订): papers and scans become one file, every page A4, numbered at its upper right.

Pages are taken over as they are; a photograph is laid on a page of its own, turned as the camera says. The
same parts give the same bytes. Refuses to know: cases, forms, where parts come from.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.press.canvas import Painter
from zsapp.press.fonts import shelf
from zsapp.press.lines import Run, Setter
from zsapp.press.marks import LEFT, MEASURE, MM, PAGE_HEIGHT, PAGE_WIDTH, RIGHT, TOP, Mark, words_of
from zsapp.press.pdfa import PRODUCER

A4 = (0.0, 0.0, PAGE_WIDTH, PAGE_HEIGHT)
EDGE = 15 * MM
"""What is kept free around a photograph; the left margin is for binding, the upper right for the number."""
NUMBER_SIZE = 12.0
NUMBER_Y = 12 * MM - TOP
"""Baseline of the page number, 12 mm below the upper edge (页号在右上角)."""
NUMBER_RIGHT = MEASURE + RIGHT - 15 * MM
QUALITY, LONGEST = 85, 2400
"""How a picture is written that no PDF can hold as it is, and pixels of its longer side."""
AS_THEY_ARE = {"L": "/DeviceGray", "RGB": "/DeviceRGB"}
TURNS = {3: 180, 6: 90, 8: 270}
"""What a camera notes of how it was held (EXIF orientation), in degrees clockwise."""


@dataclass(frozen=True, slots=True)
class Part:
    """A document of the binding: its title in the outline, its files, whether its pages are numbered.

    `first` is the number of its first page where that does not follow what lies before it. A document without
    files lies in the volume on paper only.
    """

    title: str
    files: tuple[bytes, ...]
    numbered: bool = True
    first: int | None = None


def pages_of(content: bytes, name: str) -> int:
    """Return how many pages a scan takes: those of a PDF, one for a picture.

    Raises:
        Refusal: SCAN_UNREADABLE.
    """
    if not content.startswith(b"%PDF"):
        _opened_picture(content, name)
        return 1
    import pikepdf  # start-up time: only when a scan is looked at

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            count = len(pdf.pages)
    except pikepdf.PdfError as fault:
        raise Refusal(Code.SCAN_UNREADABLE, field="file", name=name) from fault
    if not count:
        raise Refusal(Code.SCAN_UNREADABLE, field="file", name=name)
    return count


def _opened_picture(content: bytes, name: str) -> Any:
    from PIL import Image, UnidentifiedImageError  # start-up time: only when a scan is looked at

    try:
        image = Image.open(io.BytesIO(content))
        image.verify()
        return Image.open(io.BytesIO(content))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise Refusal(Code.SCAN_UNREADABLE, field="file", name=name) from fault


def bind(
    parts: Sequence[Part], *, title: str, progress: Callable[[int, int], None] = lambda _done, _of: None
) -> bytes:
    """Return the parts as one PDF with an outline; numbered pages count from 1 unless a part says otherwise.

    Raises:
        Refusal: SCAN_UNREADABLE.
    """
    import pikepdf  # start-up time: only when a dossier is bound

    with ExitStack() as sources, pikepdf.new() as book:
        starts: list[tuple[str, int]] = []
        numbered: list[tuple[Any, int]] = []
        following = 1
        for done, part in enumerate(parts, 1):
            start = len(book.pages)
            for page in _pages(book, part, sources):
                book.pages.append(page)
            if part.files:
                starts.append((part.title, start))
            if part.numbered:
                numbered += [(page, n) for n, page in enumerate(book.pages[start:], part.first or following)]
                following = numbered[-1][1] + 1 if numbered else 1
            progress(done, len(parts))
        _number(book, numbered)
        with book.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(name, at) for name, at in starts)
        book.docinfo["/Title"] = title
        book.docinfo["/Producer"] = PRODUCER
        book.Root.Lang = pikepdf.String("zh-CN")
        out = io.BytesIO()
        book.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _pages(book: Any, part: Part, sources: ExitStack) -> Iterator[Any]:
    """Yield the pages of a part, each of them A4; what they come from stays open until all is written."""
    import pikepdf  # start-up time: only when a dossier is bound

    for content in part.files:
        if not content.startswith(b"%PDF"):
            yield _photograph(book, content, part.title)
            continue
        try:
            source = sources.enter_context(pikepdf.open(io.BytesIO(content)))
        except pikepdf.PdfError as fault:
            raise Refusal(Code.SCAN_UNREADABLE, field="file", name=part.title) from fault
        for page in source.pages:
            yield page if _is_a4(page) else _fitted(book, page)


def _is_a4(page: Any) -> bool:
    box = [float(one) for one in page.mediabox]
    wide, high = box[2] - box[0], box[3] - box[1]
    turned = int(page.obj.get("/Rotate", 0)) % 360
    return not turned and abs(wide - PAGE_WIDTH) < 2 and abs(high - PAGE_HEIGHT) < 2


def _fitted(book: Any, page: Any) -> Any:
    """Return an A4 page with a page of another size laid on it, made smaller or larger, never distorted."""
    sheet = book.add_blank_page(page_size=A4[2:])
    del book.pages[-1]
    _lay(book, sheet, page, "/Scan", (LEFT, EDGE, PAGE_WIDTH - EDGE, PAGE_HEIGHT - TOP))
    return sheet


def _lay(book: Any, sheet: Any, page: Any, name: str, place: tuple[float, float, float, float]) -> None:
    """Lay a page of another file over a sheet, in a rectangle; pikepdf's own way would draw a random name."""
    import pikepdf  # start-up time: only when a dossier is bound

    drawn = book.copy_foreign(page.as_form_xobject())
    sheet.add_resource(drawn, pikepdf.Name.XObject, pikepdf.Name(name))
    placed = sheet.calc_form_xobject_placement(drawn, pikepdf.Name(name), pikepdf.Rectangle(*place))
    sheet.contents_add(b"q\n", prepend=True)
    sheet.contents_add(b"\nQ\n" + placed, prepend=False)


def _photograph(book: Any, content: bytes, name: str) -> Any:
    """Return an A4 page with a picture as large as fits, its bytes untouched where PDF can hold them."""
    import pikepdf  # start-up time: only when a dossier is bound

    image = _opened_picture(content, name)
    turn = TURNS.get(image.getexif().get(0x0112, 1), 0)
    mode, (wide, high) = image.mode, image.size
    if image.format != "JPEG" or mode not in AS_THEY_ARE:
        content, mode, (wide, high) = _rewritten(image, name)
    picture = book.make_stream(content)
    picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    picture.Width, picture.Height, picture.BitsPerComponent = wide, high, 8
    picture.ColorSpace, picture.Filter = pikepdf.Name(AS_THEY_ARE[mode]), pikepdf.Name.DCTDecode
    drawn = book.make_stream(_placed(wide, high, turn))
    return pikepdf.Page(
        book.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Page,
                MediaBox=pikepdf.Array(A4),
                Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture)),
                Contents=drawn,
            )
        )
    )


def _rewritten(image: Any, name: str) -> tuple[bytes, str, tuple[int, int]]:
    """Return a picture as a JPEG of gray or red, green and blue, what is transparent laid on white."""
    from PIL import Image  # start-up time: only when a dossier is bound

    try:
        image.thumbnail((LONGEST, LONGEST))
        if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
            whole = image.convert("RGBA")
            image = Image.new("RGBA", whole.size, "white")
            image.alpha_composite(whole)
        mode = "L" if image.mode in ("L", "1", "I;16") else "RGB"
        out = io.BytesIO()
        image.convert(mode).save(out, "JPEG", quality=QUALITY)
    except (OSError, ValueError, SyntaxError) as fault:
        raise Refusal(Code.SCAN_UNREADABLE, field="file", name=name) from fault
    return out.getvalue(), mode, image.size


def _placed(wide: int, high: int, turn: int) -> bytes:
    """Return the operators that lay a picture in the middle of the page, turned clockwise."""
    seen_wide, seen_high = (high, wide) if turn in (90, 270) else (wide, high)
    room_wide, room_high = PAGE_WIDTH - LEFT - EDGE, PAGE_HEIGHT - TOP - EDGE
    scale = min(room_wide / seen_wide, room_high / seen_high)
    x = LEFT + (room_wide - seen_wide * scale) / 2
    y = EDGE + (room_high - seen_high * scale) / 2
    w, h = seen_wide * scale, seen_high * scale
    matrix = {
        0: (w, 0, 0, h, x, y),
        180: (-w, 0, 0, -h, x + w, y + h),
        90: (0, -h, w, 0, x, y + h),
        270: (0, h, -w, 0, x + w, y),
    }[turn]
    return f"q {' '.join(f'{one:.3f}' for one in matrix)} cm /Im0 Do Q".encode()


def _number(book: Any, pages: Sequence[tuple[Any, int]]) -> None:
    """Lay its number over each page, set in our own type."""
    import pikepdf  # start-up time: only when a dossier is bound

    if not pages:
        return
    fonts = shelf(None)
    out = io.BytesIO()
    painter = Painter(out, fonts, "")
    setter = Setter(fonts)
    for _, n in pages:
        line = setter.lines([Run(str(n), size=NUMBER_SIZE)], MEASURE, justify=False)[0]
        marks: list[Mark] = list(words_of(line, NUMBER_RIGHT - line.width, NUMBER_Y))
        painter.page(marks)
    painter.finish()
    with pikepdf.open(io.BytesIO(out.getvalue())) as numbers:
        for (page, _), number in zip(pages, numbers.pages, strict=True):
            _lay(book, page, number, "/Number", A4)
